package ink.dreamnet.halo.adaptive;

import org.jspecify.annotations.Nullable;

/// How unusual one sample is for its series.
///
/// @param score how unusual it is, 0 (as expected) to 1; from 0.5 on it is a change
/// @param expected what was expected
/// @param reason why it fires, with what it saw; null where it does not
record SampleScore(double score, double expected, @Nullable String reason) {

    boolean fires() {
        return reason != null;
    }
}
