package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.http.PollStore;
import ink.dreamnet.halo.sink.SecondHalo;
import ink.dreamnet.halo.sink.SecondHaloState;
import org.springframework.stereotype.Component;

/// What is wrong with DreamNet's Event Wormholes, and whether another HALO runs there.
@Component
class DreamNetFindings {

    static final SubjectRef EVENT_WORMHOLES = new SubjectRef(SubjectKind.ENDPOINT, "event-wormholes");
    static final String SECOND_HALO = "dreamnet.second-halo";
    static final String POLL_FAILED = "dreamnet.poll-failed";
    static final String EVENTS_MISSED = "dreamnet.events-missed";

    /// One poll that fails is made up for by the next.
    private static final int FAILURES = 3;
    private static final Duration MISSED_SHOWN = Duration.ofHours(1);

    private final PollProperties properties;
    private final PollStatusStore polls;
    private final SecondHalo secondHalo;

    DreamNetFindings(PollProperties properties, PollStatusStore polls, SecondHalo secondHalo) {
        this.properties = properties;
        this.polls = polls;
        this.secondHalo = secondHalo;
    }

    /// @return whether a subject is one of which this finds something
    boolean watches(SubjectRef subject) {
        return subject.equals(EVENT_WORMHOLES) && (secondHalo.asked() || !properties.buses().isEmpty());
    }

    void addTo(AnalyzerResult.Builder result, Instant now) {
        secondHalo.state().filter(any -> secondHalo.asked()).ifPresent(state -> secondHalo(result, state));
        for (EventBus bus : properties.buses()) {
            polls.find(bus.id()).ifPresent(standing -> poll(result, standing));
            polls.status(bus).ifPresent(status -> missed(result, status, now));
        }
    }

    private static void secondHalo(AnalyzerResult.Builder result, SecondHaloState state) {
        switch (state.outcome()) {
            case NONE, REFUSED -> seen(result, SECOND_HALO, Optional.empty());
            case PRESENT -> seen(result, SECOND_HALO, Optional.of(Issue.of(SECOND_HALO, Severity.HIGH, EVENT_WORMHOLES,
                    "Another HALO answers at %s (%s). The engine that this HALO replaces runs repairs without approval; switch it off"
                            .formatted(state.base(), state.detail()),
                    Map.of("base", state.base(), "checkedAt", state.checkedAt().toString()))));
            case UNKNOWN -> {
                // it resolves nothing
            }
        }
    }

    private static void poll(AnalyzerResult.Builder result, PollStore.Standing poll) {
        if (poll.failures() == 0) {
            seen(result, POLL_FAILED, Optional.empty());
        } else if (poll.failures() >= FAILURES) {
            Map<String, Object> data = new HashMap<>();
            data.put("failures", poll.failures());
            data.put("failingSince", String.valueOf(poll.failingSince()));
            data.put("reason", String.valueOf(poll.error()));
            if (poll.goodAt() != null) {
                data.put("lastAnswerAt", poll.goodAt().toString());
            }
            seen(result, POLL_FAILED, Optional.of(Issue.of(POLL_FAILED, Severity.MEDIUM, EVENT_WORMHOLES,
                    "The events of %s cannot be polled since %s: %s".formatted(poll.name(), poll.failingSince(),
                            poll.error()),
                    data)));
        }
    }

    private static void missed(AnalyzerResult.Builder result, PollStatus status, Instant now) {
        Instant at = status.missedAt();
        boolean lately = at != null && at.plus(MISSED_SHOWN).isAfter(now);
        seen(result, EVENTS_MISSED, !lately
                ? Optional.empty()
                : Optional.of(Issue.of(EVENTS_MISSED, Severity.MEDIUM, EVENT_WORMHOLES, String.valueOf(status.missed()),
                        Map.of("missedAt", String.valueOf(at)))));
    }

    private static void seen(AnalyzerResult.Builder result, String code, Optional<Issue> issue) {
        result.checked(EVENT_WORMHOLES).observedOnly(EVENT_WORMHOLES, List.of(code));
        issue.ifPresent(result::issue);
    }
}
