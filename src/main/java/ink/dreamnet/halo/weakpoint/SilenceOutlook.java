package ink.dreamnet.halo.weakpoint;

import java.util.List;

/// A silence or window with what it does.
///
/// @param silence the silence or window
/// @param hits what it matches now
/// @param spans when it holds within the time that was asked for, the earliest first
public record SilenceOutlook(SilenceView silence, SilenceHits hits, List<Silence.Span> spans) {

    /// Copies the list.
    public SilenceOutlook {
        spans = List.copyOf(spans);
    }
}
