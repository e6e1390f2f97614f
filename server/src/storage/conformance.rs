//! What every store must keep, as functions to call: SQLite's tests and the simulated network's
//! memory call the same ones, so that no promise can be missed. They panic where a promise is
//! broken, as tests do; nothing else may call them.
