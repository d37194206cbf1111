package ink.dreamnet.halo.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import ink.dreamnet.halo.memory.trait.Trait;
import ink.dreamnet.halo.report.ProblemReport.Memory;
import ink.dreamnet.halo.report.ProblemReport.Moment;
import ink.dreamnet.halo.report.ProblemReport.Neighbour;
import ink.dreamnet.halo.report.ProblemReport.RepairLadder;
import ink.dreamnet.halo.report.ProblemReport.Rung;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointGroup.Member;
import org.jspecify.annotations.Nullable;

import static ink.dreamnet.halo.report.Markdown.code;
import static ink.dreamnet.halo.report.Markdown.text;

/// Writes a report for a ticket. Every text of others is escaped, and every list ends with how much was left out.
final class ReportMarkdown {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int DEEPEST = 4;
    /// A ticket holds less than a page of the console: GitHub takes 65,536 characters.
    private static final int MOST = 30;

    private final ProblemReport report;
    private final StringBuilder out = new StringBuilder();

    ReportMarkdown(ProblemReport report) {
        this.report = report;
    }

    /// @return the whole, with a line break at its end
    String write() {
        WeakPoint point = report.weakPoint();
        out.append("# ").append(text(point.summary())).append("\n\n");
        facts(point);
        graph();
        evidence(point);
        ladders();
        tasks();
        section("Timeline", Excerpt.last(report.timeline().entries(), MOST), left(report.timeline(), MOST),
                this::moment);
        memory(report.memory());
        out.append("\nWeak point ").append(code(point.id().toString())).append(", as of ").append(time(report.at()))
                .append(".\n");
        return out.toString();
    }

    private void facts(WeakPoint point) {
        line("**" + point.severity().wire() + "**, " + point.state().wire() + flags(point));
        line("Subject: " + code(point.subject().toString()) + labels());
        line("Finding: " + code(point.code()) + " by " + code(point.analyzer()));
        line("Since " + time(point.firstSeenAt()) + ", last seen " + time(point.lastSeenAt()) + ", in "
                + point.occurrences() + (point.occurrences() == 1 ? " cycle" : " cycles")
                + switch (point.recurrences()) {
                    case 0 -> "";
                    case 1 -> ", came back once";
                    default -> ", came back " + point.recurrences() + " times";
                });
        if (point.resolvedAt() != null) {
            line("Resolved " + time(point.resolvedAt()) + ", " + text(Objects.toString(point.resolution(), "")));
        }
        if (point.suppressedBy() != null) {
            line("Suppressed by " + text(point.suppressedBy().describe()));
        }
        if (point.taskDecision() != null) {
            line("Repairs: " + point.taskDecision().decision().wire() + ", " + text(point.taskDecision().reason()));
        }
        if (point.afterDeploy() != null) {
            line("After the deploy of " + text(point.afterDeploy().describe()) + " at "
                    + time(point.afterDeploy().at()));
        }
        if (report.cause() != null) {
            line("Its cause: " + member(report.cause()));
        }
    }

    private static String flags(WeakPoint point) {
        return (point.flapping() ? ", flapping" : "") + (point.stale() ? ", not observed of late" : "");
    }

    private String labels() {
        String labels = report.subject().labels().entrySet().stream().sorted(Map.Entry.comparingByKey()).limit(MOST)
                .map(label -> code(label.getKey() + "=" + label.getValue())).collect(Collectors.joining(" "));
        return (report.subject().squad() == null ? "" : ", squad " + code(report.subject().squad()))
                + (labels.isEmpty() ? "" : ", labels " + labels);
    }

    private void graph() {
        section("Depends on", report.dependencies(), this::neighbour);
        section("Depended on by", report.dependants(), this::neighbour);
        section("Holds back", report.holdsBack(), held -> line(member(held)));
    }

    private void neighbour(Neighbour neighbour) {
        line(code(neighbour.subject().toString())
                + (neighbour.distance() == 1 ? "" : ", over " + neighbour.distance() + " steps")
                + neighbour.weakPoints().stream()
                        .map(point -> ", " + point.severity().wire() + " " + code(point.code()))
                        .collect(Collectors.joining()));
    }

    private static String member(Member member) {
        return code(member.code()) + " on " + code(member.subject().toString()) + ", " + member.severity().wire() + ", "
                + member.state().wire();
    }

    private void evidence(WeakPoint point) {
        if (!point.data().isEmpty()) {
            heading("Evidence");
            data(point.data(), 0);
        }
        section("Also found on it", Excerpt.first(report.otherIssues(), MOST), issue -> line(
                issue.severity().wire() + " " + code(issue.code()) + ": " + text(issue.description())));
    }

    private void data(Map<?, ?> data, int depth) {
        data.entrySet().stream().limit(MOST).forEach(entry -> item(code(String.valueOf(entry.getKey())),
                entry.getValue(), depth));
        more(data.size() - MOST, depth);
    }

    private void item(String name, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map && depth < DEEPEST) {
            line(name, depth);
            data(map, depth + 1);
        } else if (value instanceof Collection<?> all && depth < DEEPEST) {
            line(name + ": " + all.size(), depth);
            all.stream().limit(MOST).forEach(one -> line(inline(one), depth + 1));
            more(all.size() - MOST, depth + 1);
        } else {
            line(name + ": " + code(String.valueOf(value)), depth);
        }
    }

    private static String inline(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream().limit(MOST)
                        .map(entry -> text(String.valueOf(entry.getKey())) + " "
                                + code(String.valueOf(entry.getValue())))
                        .collect(Collectors.joining(", "))
                : code(String.valueOf(value));
    }

    private void ladders() {
        for (RepairLadder ladder : report.ladders()) {
            heading("Repairs of " + code(ladder.strategy()));
            ladder.rungs().forEach(rung -> rung(rung, rung.step().equals(ladder.present())));
        }
    }

    private void rung(Rung rung, boolean present) {
        String fate = rung.status() == null
                ? "not tried"
                : rung.status().wire() + (rung.verification() == null ? "" : ", " + rung.verification().wire());
        line((present ? "**" + code(rung.step()) + "** (now)" : code(rung.step())) + ": " + fate
                + (rung.tries() > 1 ? ", " + rung.tries() + " times" : "")
                + (rung.reason() == null ? "" : ", " + text(rung.reason())));
    }

    private void tasks() {
        section("Tasks", Excerpt.first(report.tasks().entries(), MOST), left(report.tasks(), MOST), this::task);
    }

    private void task(TaskView task) {
        Integer needed = task.approval().approvalsNeeded();
        String approved = task.approval().approvals().stream().map(given -> text(given.by()))
                .collect(Collectors.joining(", "));
        String doneBy = task.execution() == null ? null : task.execution().agent();
        line(time(task.proposal().proposedAt()) + " " + code(task.type()) + ", step " + code(task.proposal().step())
                + ", " + task.status().wire() + (approved.isEmpty() ? "" : ", approved by " + approved)
                + (approved.isEmpty() || needed == null ? "" : " (it takes " + needed + ")")
                + (doneBy == null ? "" : ", done by " + code(doneBy))
                + (task.verification().verification() == null ? "" : ", " + task.verification().verification().wire())
                + ", " + code(task.id().toString()));
        Map<String, Object> evidence = task.verification().evidence();
        if (evidence != null && evidence.get("reason") instanceof String reason) {
            line("observed: " + text(reason), 1);
        }
    }

    private void moment(Moment moment) {
        line(time(moment.at()) + " " + code(moment.kind()) + " by " + code(moment.by())
                + (moment.text() == null ? "" : ": " + text(moment.text())));
    }

    private void memory(@Nullable Memory memory) {
        if (memory == null) {
            return;
        }
        heading("What the memory knows");
        line("known since " + time(memory.entity().knownSince()));
        for (Trait trait : memory.entity().traits()) {
            line("%s %.2f".formatted(trait.key().wire(), trait.value()));
        }
        memory.changes().entries().forEach(change -> line(time(change.at()) + " " + text(change.sentence())));
        more(memory.changes().more(), 0);
    }

    private <T> void section(String title, Excerpt<T> entries, Consumer<T> write) {
        section(title, entries, entries.more(), write);
    }

    private <T> void section(String title, Excerpt<T> entries, long more, Consumer<T> write) {
        if (entries.entries().isEmpty()) {
            return;
        }
        heading(title);
        entries.entries().forEach(write);
        more(more, 0);
    }

    private static long left(Excerpt<?> entries, int most) {
        return entries.more() + Math.max(0, entries.entries().size() - most);
    }

    private void heading(String title) {
        out.append("\n## ").append(title).append("\n\n");
    }

    private void more(long more, int depth) {
        if (more > 0) {
            line("and " + more + " more", depth);
        }
    }

    private void line(String content) {
        line(content, 0);
    }

    private void line(String content, int depth) {
        out.repeat("  ", depth).append("- ").append(content).append('\n');
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }
}
