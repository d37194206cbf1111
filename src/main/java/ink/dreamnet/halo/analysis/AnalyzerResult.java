package ink.dreamnet.halo.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// What one analyzer found in one cycle: its issues, and which subjects it observed.
///
/// A weak point is resolved only where its subject was *observed*, its code was not *unknown* there, and no issue names it.
/// Whatever is not declared observed is unknown, never healthy.
public final class AnalyzerResult {

    private final List<Issue> issues;
    private final List<Recommendation> recommendations;
    private final Map<SubjectRef, Set<String>> unknownCodes;
    private final Map<SubjectRef, Set<String>> onlyCodes;
    private final Set<SubjectRef> checked;
    private final Set<SubjectRef> remembered;
    private final Set<SubjectRef> notDue;
    private final Map<SubjectRef, Double> responseMs;
    private final Map<SubjectRef, Map<String, Object>> measured;
    private final Map<SubjectRef, Set<String>> reported;
    private final @Nullable String inconclusive;
    private final @Nullable String note;

    private AnalyzerResult(Builder builder) {
        this.issues = List.copyOf(builder.issues);
        this.recommendations = List.copyOf(builder.recommendations);
        this.unknownCodes = Map.copyOf(builder.unknownCodes);
        this.onlyCodes = Map.copyOf(builder.onlyCodes);
        this.checked = Set.copyOf(builder.checked);
        this.remembered = Set.copyOf(builder.remembered);
        this.notDue = Set.copyOf(builder.notDue);
        this.responseMs = Map.copyOf(builder.responseMs);
        this.measured = Map.copyOf(builder.measured);
        Map<SubjectRef, Set<String>> codes = new HashMap<>();
        issues.forEach(issue -> codes.computeIfAbsent(issue.subject(), any -> new HashSet<>()).add(issue.code()));
        this.reported = Map.copyOf(codes);
        this.inconclusive = builder.inconclusive;
        this.note = builder.note;
    }

    /// @return an empty result to fill
    public static Builder builder() {
        return new Builder();
    }

    /// @return the findings, in the order of their reporting
    public List<Issue> issues() {
        return issues;
    }

    /// @return what the analyzer would do
    public List<Recommendation> recommendations() {
        return recommendations;
    }

    /// @return how many watched subjects were observed; what was only [Builder#checked] does not count
    public int observedCount() {
        return (int) unknownCodes.keySet().stream().filter(subject -> !checked.contains(subject)).count();
    }

    /// @return whatever was observed
    public Set<SubjectRef> observed() {
        return unknownCodes.keySet();
    }

    /// Tells whether a subject was observed well enough to say that it does not have a certain issue.
    public boolean observed(SubjectRef subject, String code) {
        Set<String> unknown = unknownCodes.get(subject);
        Set<String> only = onlyCodes.get(subject);
        return unknown != null && !unknown.contains(code) && (only == null || only.contains(code));
    }

    /// Tells whether what is reported of a subject is an earlier observation that still holds.
    public boolean remembered(SubjectRef subject) {
        return remembered.contains(subject);
    }

    /// @return those that it left out because it was not their turn: nothing new is known of them, and what was known holds
    public Set<SubjectRef> notDue() {
        return notDue;
    }

    /// Adds what the same analyzer saw later in the same cycle of subjects that it had left out.
    ///
    /// @param later a result of a run that completed
    AnalyzerResult plus(AnalyzerResult later) {
        Builder both = builder().add(this).add(later);
        both.notDue.removeAll(later.observed());
        return both.build();
    }

    /// @return how long subjects took to answer, in ms, as far as that was measured
    public Map<SubjectRef, Double> responseMs() {
        return responseMs;
    }

    /// @return what was measured of subjects, by name, as far as anything was
    public Map<SubjectRef, Map<String, Object>> measured() {
        return measured;
    }

    /// Tells whether what was observed of a subject says how it is as a whole: it is a subject that is watched, and more was observed
    /// than single codes.
    public boolean whole(SubjectRef subject) {
        return unknownCodes.containsKey(subject) && !checked.contains(subject) && !onlyCodes.containsKey(subject);
    }

    /// Tells whether an issue of a subject has a certain code.
    public boolean reports(SubjectRef subject, String code) {
        return reported.getOrDefault(subject, Set.of()).contains(code);
    }

    /// @return why the analyzer does not trust its own observations, or null where it does
    public @Nullable String inconclusive() {
        return inconclusive;
    }

    /// @return a remark for the record (`12 of 900 endpoints were not reached before the deadline`), or null
    public @Nullable String note() {
        return note;
    }

    /// Collects what an analyzer finds. Not for use by several threads at once.
    public static final class Builder {

        private final List<Issue> issues = new ArrayList<>();
        private final List<Recommendation> recommendations = new ArrayList<>();
        private final Map<SubjectRef, Set<String>> unknownCodes = new HashMap<>();
        private final Map<SubjectRef, Set<String>> onlyCodes = new HashMap<>();
        private final Set<SubjectRef> checked = new HashSet<>();
        private final Set<SubjectRef> remembered = new HashSet<>();
        private final Set<SubjectRef> notDue = new HashSet<>();
        private final Map<SubjectRef, Double> responseMs = new HashMap<>();
        private final Map<SubjectRef, Map<String, Object>> measured = new HashMap<>();
        private @Nullable String inconclusive;
        private @Nullable String note;

        private Builder() {
        }

        /// Reports a finding. Its subject counts as observed.
        public Builder issue(Issue issue) {
            issues.add(issue);
            unknownCodes.computeIfAbsent(issue.subject(), subject -> new HashSet<>());
            return this;
        }

        /// Reports a finding, and what the analyzer would do about it.
        ///
        /// @param action a verb in lower case with hyphens (`repair-graft`)
        /// @param advice one sentence for an operator
        public Builder issue(Issue issue, String action, String advice) {
            return issue(issue).recommendation(new Recommendation(action, advice, issue.subject().toString(),
                    Map.of("code", issue.code(), "severity", issue.severity().wire())));
        }

        /// Reports what the analyzer would do.
        public Builder recommendation(Recommendation recommendation) {
            recommendations.add(recommendation);
            return this;
        }

        /// Declares that a subject was observed: whatever is not reported of it is not there.
        public Builder observed(SubjectRef subject) {
            unknownCodes.computeIfAbsent(subject, any -> new HashSet<>());
            return this;
        }

        /// Declares that something beside the watched subjects was observed and is healthy: a source that answered, HALO's own
        /// network. As [#observed], but it does not count as a subject.
        public Builder checked(SubjectRef subject) {
            checked.add(subject);
            return observed(subject);
        }

        /// Declares that what is reported of a subject is an earlier observation, because it need not be observed so often. It
        /// says nothing about what was done since.
        public Builder remembered(SubjectRef subject) {
            remembered.add(subject);
            return this;
        }

        /// Declares that a subject was left out because it was not its turn ([AnalysisContext#due]). It is neither observed nor
        /// unknown then: what is known of it stands.
        public Builder notDue(SubjectRef subject) {
            notDue.add(subject);
            return this;
        }

        /// Reports how long a subject took to answer. It has to be observed as well.
        ///
        /// @param ms in milliseconds, 0 or more
        public Builder answeredWithin(SubjectRef subject, double ms) {
            responseMs.put(subject, ms);
            return this;
        }

        /// Reports what was measured of a subject, for operators to see beside its state; never a secret. It has to be observed as
        /// well.
        ///
        /// @param values names and values; those that are null are dropped, texts are cut to 200 characters, what is neither a
        ///        number nor a truth value becomes a text, and of more than 12 the first count
        public Builder measured(SubjectRef subject, Map<String, ? extends @Nullable Object> values) {
            measured.put(subject, Measured.of(values));
            return this;
        }

        /// Declares that a subject was observed, but that nothing can be said about some codes (the certificate of an
        /// endpoint that does not answer).
        public Builder observedExcept(SubjectRef subject, Collection<String> codes) {
            unknownCodes.computeIfAbsent(subject, any -> new HashSet<>()).addAll(codes);
            return this;
        }

        /// Declares that a subject was observed, but for these codes alone: about any other nothing can be said.
        public Builder observedOnly(SubjectRef subject, Collection<String> codes) {
            onlyCodes.computeIfAbsent(subject, any -> new HashSet<>()).addAll(codes);
            return observed(subject);
        }

        /// Declares that this analyzer does not trust its own observations.
        ///
        /// @param reason one sentence for an operator
        public Builder inconclusive(String reason) {
            inconclusive = reason;
            return this;
        }

        /// Adds a remark for the record.
        public Builder note(String remark) {
            note = note == null ? remark : note + "; " + remark;
            return this;
        }

        private Builder add(AnalyzerResult result) {
            issues.addAll(result.issues);
            recommendations.addAll(result.recommendations);
            result.unknownCodes.forEach(this::observedExcept);
            result.onlyCodes.forEach(this::observedOnly);
            checked.addAll(result.checked);
            remembered.addAll(result.remembered);
            notDue.addAll(result.notDue);
            responseMs.putAll(result.responseMs);
            measured.putAll(result.measured);
            return result.note == null ? this : note(result.note);
        }

        /// @return what was collected
        public AnalyzerResult build() {
            return new AnalyzerResult(this);
        }
    }
}
