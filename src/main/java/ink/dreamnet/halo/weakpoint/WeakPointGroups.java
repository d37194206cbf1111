package ink.dreamnet.halo.weakpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.WeakPointGroup.Member;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Reads what belongs to a cause. Two queries, however many causes and members there are.
@Repository
class WeakPointGroups {

    static final String RANK = "(case severity when 'MEDIUM' then 1 when 'HIGH' then 2 else 3 end)";

    private final JdbcTemplate jdbc;

    WeakPointGroups(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @param roots open weak points without a cause
    /// @return their groups, in the same order
    List<WeakPointGroup> of(List<WeakPoint> roots) {
        if (roots.isEmpty()) {
            return List.of();
        }
        Map<UUID, Tally> tallies = new HashMap<>();
        roots.forEach(root -> tallies.put(root.id(), new Tally(root)));
        String marks = String.join(", ", Collections.nCopies(roots.size(), "?"));
        Object[] ids = roots.stream().map(WeakPoint::id).toArray();
        count(tallies, marks, ids);
        list(tallies, marks, ids);
        return roots.stream().map(root -> tallies.get(root.id())).filter(Objects::nonNull).map(Tally::group).toList();
    }

    /// @return the open weak points of some subjects, the most severe first, at most [WeakPointGroup#MAX_MEMBERS] of each; a subject
    ///         without one is absent
    Map<SubjectRef, List<Member>> on(Collection<SubjectRef> subjects) {
        Map<SubjectRef, List<Member>> found = new HashMap<>();
        subjects.stream().collect(Collectors.groupingBy(SubjectRef::kind, Collectors.mapping(SubjectRef::id,
                Collectors.toList()))).forEach((kind, ids) -> IdChunks.each(ids, (marks, some) -> jdbc.query("""
                        select id, subject_kind, subject_id, code, severity, state from weak_point
                        where subject_kind = '%s' and subject_id in (%s) and state in ('OPEN', 'ACKNOWLEDGED')
                        order by %s desc, id""".formatted(kind.name(), marks, RANK), row -> {
                    Member member = member(row);
                    List<Member> its = found.computeIfAbsent(member.subject(), any -> new ArrayList<>());
                    if (its.size() < WeakPointGroup.MAX_MEMBERS) {
                        its.add(member);
                    }
                }, some)));
        return found;
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(row.getObject("id", UUID.class),
                new SubjectRef(SubjectKind.valueOf(row.getString("subject_kind")), row.getString("subject_id")),
                row.getString("code"), Severity.valueOf(row.getString("severity")),
                WeakPointState.valueOf(row.getString("state")));
    }

    private void count(Map<UUID, Tally> tallies, String marks, Object[] ids) {
        jdbc.query("""
                select root_id, subject_kind, severity, count(*) as n, count(suppressed_kind) as held from weak_point
                where root_id in (%s) group by root_id, subject_kind, severity""".formatted(marks), row -> {
            Tally tally = tallies.get(row.getObject("root_id", UUID.class));
            if (tally != null) {
                tally.add(SubjectKind.valueOf(row.getString("subject_kind")),
                        Severity.valueOf(row.getString("severity")), row.getLong("n"), row.getLong("held"));
            }
        }, ids);
    }

    private void list(Map<UUID, Tally> tallies, String marks, Object[] ids) {
        jdbc.query("""
                select * from (select id, root_id, subject_kind, subject_id, code, severity, state,
                row_number() over (partition by root_id order by %s desc, id) as place
                from weak_point where root_id in (%s)) ranked where place <= %d order by place""".formatted(RANK, marks,
                WeakPointGroup.MAX_MEMBERS), row -> {
                    Tally tally = tallies.get(row.getObject("root_id", UUID.class));
                    if (tally != null) {
                        tally.members.add(member(row));
                    }
                }, ids);
    }

    private static final class Tally {
        private final WeakPoint root;
        private final Map<String, Long> kinds = new TreeMap<>();
        private final List<Member> members = new ArrayList<>();
        private Severity severity;
        private long count;
        private long suppressed;

        Tally(WeakPoint root) {
            this.root = root;
            this.severity = root.severity();
            add(root.subject().kind(), root.severity(), 1, root.suppressed() ? 1 : 0);
        }

        void add(SubjectKind kind, Severity worst, long number, long held) {
            kinds.merge(kind.wire(), number, Long::sum);
            severity = worst.atLeast(severity) ? worst : severity;
            count += number;
            suppressed += held;
        }

        WeakPointGroup group() {
            return new WeakPointGroup(root, severity, count, suppressed, kinds, members);
        }
    }
}
