//! Planted damage, each found and named.
