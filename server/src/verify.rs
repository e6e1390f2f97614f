//! Checks of everything a store must hold true, one finding for each thing that is not. It must
//! never write, and never stop at the first finding.

mod access_log;
mod document;
mod references;

use std::collections::BTreeSet;

use shared::domain::ProgrammeData;
use shared::ids::{DocumentId, MemberId};

use crate::programme;
use crate::storage::{Storage, StorageError};

/// Documents read at once.
const PAGE: usize = 500;

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Bytes that are not what was stored.
    DamagedChunk,
    /// Something refers to what does not exist.
    DanglingReference,
    /// A rule that must hold does not.
    BrokenRule,
    /// The database itself says that it is damaged.
    Database,
}

impl Fault {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::DamagedChunk => "壊れた記録",
            Self::DanglingReference => "行き先のない参照",
            Self::BrokenRule => "守られていない決まり",
            Self::Database => "データベースの誤り",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub fault: Fault,
    /// The document, member or source.
    pub about: String,
    /// What exactly, in Japanese.
    pub what: String,
}

/// What was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Documents opened.
    pub documents: usize,
    /// Changes read.
    pub changes: usize,
    /// Members looked at.
    pub members: usize,
    /// Figure lines read.
    pub lines: usize,
    /// Rows of the access log read.
    pub accesses: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Verified {
    fn find(&mut self, fault: Fault, about: impl ToString, what: impl Into<String>) {
        self.findings.push(Finding { fault, about: about.to_string(), what: what.into() });
    }
}

/// What references may lead to.
struct Known {
    programme: Option<ProgrammeData>,
    members: BTreeSet<MemberId>,
}

/// Checks a whole store.
///
/// # Errors
/// When the store cannot be read at all.
pub async fn verify(storage: &dyn Storage) -> Result<Verified, StorageError> {
    let mut verified = Verified::default();
    for problem in storage.integrity().await? {
        verified.find(Fault::Database, "データベース", problem);
    }
    let members = storage.members().await?;
    verified.members = members.len();
    let known = Known {
        programme: read_programme(storage, &mut verified).await,
        members: members.iter().map(|member| member.id).collect(),
    };
    references::members(&members, &known, &mut verified);
    let mut documents = BTreeSet::new();
    let mut after: Option<DocumentId> = None;
    loop {
        let page = storage.documents(after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        for (id, head) in page {
            documents.insert(id.to_string());
            document::check(storage, id, &head, &known, &mut verified).await;
        }
    }
    sources(storage, &documents, &known, &mut verified).await?;
    access_log::check(storage, &mut verified).await?;
    Ok(verified)
}

async fn read_programme(storage: &dyn Storage, verified: &mut Verified) -> Option<ProgrammeData> {
    match programme::read(storage).await {
        Ok(programme) => programme,
        Err(error) => {
            let what = format!("事業の設定を読めません（{error}）");
            verified.find(Fault::BrokenRule, "事業の設定", what);
            None
        }
    }
}

async fn sources(
    storage: &dyn Storage,
    documents: &BTreeSet<String>,
    known: &Known,
    verified: &mut Verified,
) -> Result<(), StorageError> {
    let imports: BTreeSet<String> = storage.imports().await?.into_iter().map(|import| import.name).collect();
    for source in storage.figure_sources().await? {
        if !documents.contains(&source) && !imports.contains(&source) {
            let what = "この名前の文書も取り込みもないのに、実績の行があります";
            verified.find(Fault::DanglingReference, &source, what);
        }
        match storage.figures(source.clone()).await {
            Ok(lines) => {
                verified.lines += lines.len();
                references::lines(&source, &lines, known, verified);
            }
            Err(error) => {
                let what = format!("実績の行を読めません（{error}）");
                verified.find(Fault::DamagedChunk, &source, what);
            }
        }
    }
    Ok(())
}
