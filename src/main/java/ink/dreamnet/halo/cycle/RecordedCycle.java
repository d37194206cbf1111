package ink.dreamnet.halo.cycle;

/// A cycle's whole record.
///
/// @param summary the record without its lists
/// @param detail the lists; empty where retention has removed them
public record RecordedCycle(CycleSummary summary, CycleDetail detail) {
}
