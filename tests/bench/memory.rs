//! What the system says of a process's memory.

/// Resident memory of a process now, in KiB.
pub fn resident_kib(process: u32) -> u64 {
    field(process, "VmRSS:")
}

/// The most that was ever resident, in KiB.
pub fn most_resident_kib(process: u32) -> u64 {
    field(process, "VmHWM:")
}

fn field(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the relay has ended");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a field of the system's");
    line.split_whitespace().next().unwrap().parse().unwrap()
}
