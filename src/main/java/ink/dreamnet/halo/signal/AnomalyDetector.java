package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.trigger.Reading;
import org.jspecify.annotations.Nullable;

/// Learns what is normal for each source of one [Measure], and says where something is not.
public interface AnomalyDetector {

    /// Makes a detector for each trigger that goes by counts.
    interface Factory {

        /// @param settle how long after its end a minute's counts are complete
        AnomalyDetector detector(Measure measure, Duration settle);
    }

    /// Learns the counts that have come since the last call.
    ///
    /// @param firedAt when the trigger last fired, null for never; an anomaly known by then is not reported again
    /// @return a sentence for each source with a new anomaly in the last minutes; again at the next call, until it is
    ///         [reported][#reported]
    List<String> evaluate(Instant now, @Nullable Instant firedAt);

    /// Confirms that the trigger has acted on all anomalies that were returned.
    void reported();

    /// @return the sources with an anomaly that goes on
    List<String> ongoing();

    /// @return where each source stands, at most so many, as far as this replica knows
    List<Reading> readings(int most);

    /// @return where the source stands that was the most unusual of late, as far as this replica knows
    Reading highest(Instant now);

    /// @return how far back it needs the counts of whole minutes
    Duration lookback();
}
