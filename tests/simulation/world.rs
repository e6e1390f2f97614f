//! One simulated world: a relay, devices, lines between them and a plan of what people do, all on
//! one queue of events in virtual time. It must never read a clock or wait: a seed repeats it
//! exactly.

mod rest;

use std::collections::BTreeMap;
use std::sync::Arc;

use server::storage::{Principal, Storage, StoreInfo};
use shared::documents::{Document, programme};
use shared::ids::{DocumentId, OfficeId, PrefectureId};
use shared::protocol::limits;
use shared::sync::RelayEffect;
use shared::time::Instant;

use crate::device::Device;
use crate::fault::{self, Fault};
use crate::memory::{Memory, State};
use crate::network::{LineId, Network};
use crate::people::{self, Member};
use crate::random::Random;
use crate::relay::Relay;
use crate::truth::Truth;

/// What can happen.
#[derive(Debug)]
pub enum Event {
    ToRelay(LineId, Vec<u8>),
    ToDevice(LineId, Vec<u8>),
    /// A device's attempt to connect ends.
    Dialled {
        device: usize,
        life: u32,
    },
    DeviceTick {
        device: usize,
        life: u32,
        at: i64,
    },
    /// The first waiting operation of a device's disk is done.
    DiskDone {
        device: usize,
        life: u32,
    },
    RelayTick(LineId),
    RelayWork {
        run: u32,
        line: LineId,
        effect: RelayEffect,
    },
    RelayNews {
        run: u32,
        line: LineId,
    },
    /// The first waiting step of a connection about others is done.
    Around {
        run: u32,
        line: LineId,
    },
    /// A connection hears what is new of others.
    Hear {
        run: u32,
        line: LineId,
    },
    /// A device has fetched a ticket, while this line stood.
    Ticket {
        device: usize,
        life: u32,
        line: Option<LineId>,
    },
    Commit {
        run: u32,
    },
    DeviceLearns(LineId),
    RelayLearns(LineId),
    Plan,
    StartDevice(usize),
    StartRelay,
    Sync,
    /// A backup comes back.
    Restore(usize),
}

/// The world.
pub struct World {
    pub random: Random,
    pub now: i64,
    queue: BTreeMap<(i64, u64), Event>,
    events: u64,
    pub fault: Option<Fault>,
    pub aloud: bool,
    pub store: Arc<Memory>,
    pub backups: Vec<State>,
    /// The backup that comes back soon after a device heard an acknowledgement of what it lacks.
    pub relapse: Option<usize>,
    pub relay: Relay,
    pub network: Network,
    pub devices: Vec<Device>,
    pub members: Vec<Member>,
    pub offices: Vec<OfficeId>,
    pub prefecture: PrefectureId,
    pub truth: Truth,
    pub plans_left: u32,
    /// The documents as the relay has them, to say at any moment who may read.
    pub mirror: BTreeMap<DocumentId, Document>,
    /// Bytes of changes that the relay puts into a page.
    pub page_bytes: usize,
    /// After the plan nothing breaks any more.
    pub healed: bool,
}

/// What was found broken.
pub type Checked<T = ()> = Result<T, String>;

/// Virtual time begins here: 2024-10-25 in Tokyo.
const BEGINNING_MS: i64 = 1_729_785_600_000;
/// Steps that everything may take to come to rest after the plan.
const REST_EVENTS_MAX: u32 = 60_000;
/// Plan steps of one seed.
const PLAN_STEPS: u32 = 60;

impl World {
    /// Runs a seed to its end.
    pub async fn run(seed: u64, fault: Option<Fault>, aloud: bool) -> Checked {
        let mut world = Self::new(seed, fault, aloud).await?;
        world.live().await?;
        world.heal().await?;
        world.rest().await?;
        world.check().await
    }

    async fn new(seed: u64, fault: Option<Fault>, aloud: bool) -> Checked<Self> {
        let mut random = Random::new(seed);
        let store = Arc::new(Memory::new(seed, fault::broken(fault)));
        let offices = people::offices();
        let members = people::enrol(store.as_ref(), &offices).await?;
        let devices: Vec<Device> = members
            .iter()
            .flat_map(|member| member.devices.iter().map(move |device| (member, *device)))
            .map(|(member, device)| {
                let skew = match random.percent(30) {
                    true => random.between(-864_000_000, 864_000_000),
                    false => random.between(-2_000, 2_000),
                };
                let who = Principal { member: member.id, device };
                Device::new(who, member.role, skew)
            })
            .collect();
        let prefecture: PrefectureId = "140007".parse().map_err(|e| format!("{e}"))?;
        let mut world = Self {
            relay: Relay::start(Arc::clone(&store) as Arc<dyn Storage>, 1).await?,
            random,
            now: BEGINNING_MS,
            queue: BTreeMap::new(),
            events: 0,
            fault,
            aloud,
            store,
            backups: Vec::new(),
            relapse: None,
            network: Network::default(),
            devices,
            members,
            offices,
            prefecture,
            truth: Truth::default(),
            plans_left: PLAN_STEPS,
            mirror: BTreeMap::new(),
            page_bytes: 0,
            healed: false,
        };
        world.page_bytes = match world.random.below(3) {
            0 => 300,
            1 => 2_000,
            _ => limits::FEED_PAGE_BYTES_MAX,
        };
        world.found_programme().await?;
        world.store.sync();
        world.backups.push(world.store.backup());
        Ok(world)
    }

    /// The programme, as the command line founds it.
    async fn found_programme(&mut self) -> Checked {
        let document = programme::create(self.prefecture.clone()).map_err(|e| e.to_string())?;
        let batch = people::founding(&document);
        let stored = self.store.commit_all(vec![batch]).await.map_err(|e| e.to_string())?;
        for result in stored {
            result.map_err(|e| e.to_string())?;
        }
        self.mirror.insert(document.id(), document);
        let info = StoreInfo { prefecture: self.prefecture.clone(), sample_label: None };
        self.store.set_info(info).await.map_err(|e| e.to_string())
    }

    async fn live(&mut self) -> Checked {
        for device in 0..self.devices.len() {
            let wait = self.random.between(0, 20_000);
            self.after(wait, Event::StartDevice(device));
        }
        self.after(500, Event::Plan);
        while self.plans_left > 0 {
            self.step().await?;
        }
        Ok(())
    }

    /// Everything runs again, and every line is new or sound.
    async fn heal(&mut self) -> Checked {
        self.say(|| "-- everything is mended".to_owned());
        self.healed = true;
        if self.relay.running.is_none() {
            self.start_relay().await?;
        }
        for device in 0..self.devices.len() {
            match self.devices.get(device).is_some_and(|device| device.life.is_some()) {
                true => self.try_now(device).await?,
                false => self.start_device(device).await?,
            }
        }
        Ok(())
    }

    /// Lets everything come to rest.
    async fn rest(&mut self) -> Checked {
        for _ in 0..REST_EVENTS_MAX {
            if self.is_quiet() {
                return Ok(());
            }
            self.step().await?;
        }
        Err(format!("not quiet: {}", self.unrest()))
    }

    /// The next event.
    async fn step(&mut self) -> Checked {
        let Some(((at, _), event)) = self.queue.pop_first() else {
            return Err("nothing happens any more".to_owned());
        };
        self.now = self.now.max(at);
        match event {
            Event::ToRelay(line, bytes) => self.frame_to_relay(line, bytes).await,
            Event::ToDevice(line, bytes) => self.frame_to_device(line, bytes).await,
            Event::Dialled { device, life } => self.dialled(device, life).await,
            Event::DeviceTick { device, life, at } => self.device_tick(device, life, at).await,
            Event::DiskDone { device, life } => self.disk_done(device, life).await,
            Event::RelayTick(line) => self.relay_tick(line).await,
            Event::RelayWork { run, line, effect } => self.relay_work(run, line, effect).await,
            Event::RelayNews { run, line } => self.relay_news(run, line).await,
            Event::Around { run, line } => self.around(run, line).await,
            Event::Hear { run, line } => self.hear(run, line).await,
            Event::Ticket { device, life, line } => self.ticket(device, life, line).await,
            Event::Commit { run } => self.commit(run).await,
            Event::DeviceLearns(line) => self.device_learns(line).await,
            Event::RelayLearns(line) => self.relay_learns(line).await,
            Event::Plan if self.healed => Ok(()),
            Event::Plan => self.plan().await,
            Event::StartDevice(device) => self.start_device(device).await,
            Event::StartRelay => self.start_relay().await,
            Event::Restore(_) if self.healed => Ok(()),
            Event::Restore(backup) => self.restore_backup(backup),
            Event::Sync => {
                self.store.sync();
                Ok(())
            }
        }
    }

    /// Has something happen so many milliseconds from now.
    pub fn after(&mut self, ms: i64, event: Event) {
        self.at(self.now + ms.max(0), event);
    }

    /// Has something happen at a time.
    pub fn at(&mut self, at: i64, event: Event) {
        self.events += 1;
        self.queue.insert((at, self.events), event);
    }

    /// The relay's clock.
    pub fn relay_now(&self) -> Instant {
        Instant::from_ms(self.now)
    }

    /// Prints a step of a replayed seed.
    pub fn say(&self, what: impl FnOnce() -> String) {
        if self.aloud {
            println!("{:>9} {}", self.now - BEGINNING_MS, what());
        }
    }

    /// How long a frame or a piece of work takes.
    pub fn delay(&mut self) -> i64 {
        match self.random.percent(3) && !self.healed {
            true => self.random.between(1_000, 8_000),
            false => self.random.between(2, 120),
        }
    }
}
