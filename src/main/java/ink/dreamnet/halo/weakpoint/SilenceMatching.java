package ink.dreamnet.halo.weakpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Finds which of the open weak points silences match. Two queries and some for what is declared, however many there are.
@Component
class SilenceMatching {

    /// For one silence: a fraction of a second.
    private static final long MOST_STEPS = 20_000_000;

    private final JdbcTemplate jdbc;
    private final DeclaredSubjects declared;
    private final List<SubjectList> lists;

    SilenceMatching(JdbcTemplate jdbc, DeclaredSubjects declared, List<SubjectList> lists) {
        this.jdbc = jdbc;
        this.declared = declared;
        this.lists = lists;
    }

    /// An open weak point.
    private record Open(UUID id, Identity identity, Severity severity, WeakPointState state) {

        WeakPointGroup.Member member() {
            return new WeakPointGroup.Member(id, identity.subject(), identity.code(), severity, state);
        }
    }

    /// What silences match.
    ///
    /// @param open how many weak points are open
    /// @param hits what each of the silences matches, in their order
    record Matched(long open, List<SilenceHits> hits) {
    }

    Matched of(Collection<Silence> silences) {
        if (silences.isEmpty()) {
            return new Matched(0, List.of());
        }
        List<Open> open = open();
        boolean factsMatter = silences.stream().flatMap(silence -> silence.matchers().stream())
                .anyMatch(Matcher::needsFacts);
        Map<SubjectRef, Facts> facts = factsMatter
                ? declared.facts(open.stream().map(point -> point.identity().subject()).distinct().toList())
                : new HashMap<>();
        return new Matched(open.size(), silences.stream().map(silence -> hits(silence, open, facts)).toList());
    }

    SilencePreview preview(Silence silence, SilenceView view) {
        Matched matched = of(List.of(silence));
        Concerned concerned = new Concerned(silence);
        try (Budget _ = Budget.open(MOST_STEPS)) {
            for (SubjectKind kind : SubjectKind.values()) {
                lists.forEach(list -> list.each(kind, concerned::visit));
            }
        } catch (Budget.ExhaustedException tooMuch) {
            concerned.complete = false;
        }
        return new SilencePreview(view, silence.matchers().stream().noneMatch(Matcher::selects),
                matched.hits().getFirst(), matched.open(), concerned.count, concerned.first, concerned.seen.size(),
                concerned.complete);
    }

    /// Counts the subjects that a silence may hold for.
    private static final class Concerned {
        private final Silence silence;
        private final Set<SubjectRef> seen = new HashSet<>();
        private final List<SubjectRef> first = new ArrayList<>();
        private long count;
        private boolean complete = true;

        Concerned(Silence silence) {
            this.silence = silence;
        }

        void visit(SubjectList.Listed listed) {
            if (seen.add(listed.subject())
                    && silence.concerns(listed.subject(), new Facts(listed.labels(), List.of(), listed.squad()))) {
                count++;
                if (first.size() < WeakPointGroup.MAX_MEMBERS) {
                    first.add(listed.subject());
                }
            }
        }
    }

    private static SilenceHits hits(Silence silence, List<Open> open, Map<SubjectRef, Facts> facts) {
        List<WeakPointGroup.Member> first = new ArrayList<>();
        long count = 0;
        try (Budget _ = Budget.open(MOST_STEPS)) {
            for (Open point : open) {
                if (silence.matches(new SilenceTarget(point.identity(), point.severity(),
                        facts.getOrDefault(point.identity().subject(), Facts.NONE)))) {
                    count++;
                    if (first.size() < WeakPointGroup.MAX_MEMBERS) {
                        first.add(point.member());
                    }
                }
            }
        } catch (Budget.ExhaustedException tooMuch) {
            return new SilenceHits(count, first, false);
        }
        return new SilenceHits(count, first, true);
    }

    private List<Open> open() {
        return jdbc.query("""
                select id, analyzer, code, subject_kind, subject_id, severity, state from weak_point
                where state in ('OPEN', 'ACKNOWLEDGED') order by %s desc, id desc""".formatted(WeakPointGroups.RANK),
                (row, number) -> new Open(row.getObject("id", UUID.class),
                        new Identity(row.getString("analyzer"), row.getString("code"),
                                new SubjectRef(SubjectKind.valueOf(row.getString("subject_kind")),
                                        row.getString("subject_id"))),
                        Severity.valueOf(row.getString("severity")), WeakPointState.valueOf(row.getString("state"))));
    }
}
