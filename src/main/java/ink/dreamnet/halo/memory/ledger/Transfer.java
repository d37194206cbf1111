package ink.dreamnet.halo.memory.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.JsonProblems;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Takes the ledger from one installation to another, as JSON lines.
@Service
class Transfer {

    private static final int MOST_LINES = 20_000;
    private static final int MOST_PROBLEMS = 20;
    private static final String MEMBERS = "id, taskId, weakPointId, decision, decidedAt, repair, work and aftermath";
    private static final int MAX_NAME = 100;
    private static final int MAX_STRATEGY = 63;
    private static final int MAX_LABELS = 100;
    private static final int MAX_STEPS = 10;

    private final RepairLedger ledger;
    private final AuditTrail audit;
    private final JsonMapper json;
    private final Clock clock;

    Transfer(RepairLedger ledger, AuditTrail audit, JsonMapper json, Clock clock) {
        this.ledger = ledger;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /// @param read how many rows were given
    /// @param added how many of them were not there yet
    record Imported(int read, int added) {
    }

    /// Writes what this installation recorded itself, a row a line, the oldest first.
    @Transactional(readOnly = true)
    public void export(OutputStream out) {
        ledger.eachOwn(evidence -> {
            try {
                out.write(json.writeValueAsBytes(evidence));
                out.write('\n');
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
    }

    /// Adds rows of another installation. Those whose id is there already are left out, so that the same file may be sent again.
    ///
    /// @throws InvalidInputException where a line is no row; nothing is added then
    @Transactional
    public Imported importAll(InputStream lines, Actor actor) throws IOException {
        List<RepairEvidence> rows = new ArrayList<>();
        List<FieldProblem> problems = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (rows.size() == MOST_LINES) {
                throw new InvalidInputException("line " + number,
                        "is one too many: at most %,d rows at once".formatted(MOST_LINES));
            }
            if (!line.isBlank()) {
                RepairEvidence row = row(line, "line " + number, problems);
                if (row != null) {
                    rows.add(row);
                }
                if (problems.size() == MOST_PROBLEMS) {
                    break;
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        int added = ledger.add(rows, clock.instant());
        audit.record(actor, new Change("memory.imported", "memory", "all", null, null,
                "%d of %d rows were new".formatted(added, rows.size())));
        return new Imported(rows.size(), added);
    }

    private @Nullable RepairEvidence row(String line, String where, List<FieldProblem> problems) {
        try {
            RepairEvidence given = json.readValue(line, RepairEvidence.class);
            if (Stream.of(given.id(), given.taskId(), given.weakPointId(), given.decision(), given.decidedAt(),
                    given.repair(), given.work(), given.aftermath()).anyMatch(Objects::isNull)) {
                problems.add(new FieldProblem(where, "must have " + MEMBERS));
                return null;
            }
            int before = problems.size();
            RepairCase repair = given.repair();
            name(where, "repair.code", repair.code(), MAX_NAME, problems);
            name(where, "repair.step", repair.step(), MAX_NAME, problems);
            name(where, "repair.type", repair.type(), MAX_NAME, problems);
            name(where, "repair.strategy", repair.strategy(), MAX_STRATEGY, problems);
            if (repair.failedBefore().size() > MAX_STEPS || repair.labels().size() > MAX_LABELS) {
                problems.add(new FieldProblem(where, "has more than %d steps or %d labels".formatted(MAX_STEPS,
                        MAX_LABELS)));
            }
            repair.failedBefore().forEach(step -> name(where, "repair.failedBefore", step, MAX_NAME, problems));
            if (repair.horizonMs() <= 0) {
                problems.add(new FieldProblem(where + " repair.horizonMs", "must be positive"));
            }
            if ((given.work().verdict() == null) != (given.work().verdictAt() == null)) {
                problems.add(new FieldProblem(where + " work", "must have both verdict and verdictAt, or neither"));
            }
            return problems.size() > before
                    ? null
                    : new RepairEvidence(given.id(), given.taskId(), given.weakPointId(), given.decision(),
                            given.decidedAt(), repair, given.work(), given.aftermath(), true);
        } catch (JacksonException wrong) {
            JsonProblems.explain(wrong).forEach(problem -> problems
                    .add(new FieldProblem(where + " " + problem.field(), Texts.cut(problem.message(), 300))));
        }
        return null;
    }

    private static void name(String where, String member, @Nullable String value, int most,
            List<FieldProblem> problems) {
        if (value == null || value.isBlank() || value.length() > most || !Texts.storable(value)) {
            problems.add(new FieldProblem(where + " " + member, "must have 1 to %d characters".formatted(most)));
        }
    }
}
