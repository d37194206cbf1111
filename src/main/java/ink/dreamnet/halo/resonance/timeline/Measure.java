package ink.dreamnet.halo.resonance.timeline;

/// One value of one metric of one subject.
///
/// @param subject its number in the [Fleet]
/// @param metric the name of the metric (`certificate-days`, `backlog`)
/// @param value the value
/// @param limit the value that it must not reach; NaN where there is none
public record Measure(int subject, String metric, double value, double limit) {
}
