package ink.dreamnet.halo.configuration;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Reloadable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.Validator;

/// Reads the files of the configuration again while HALO runs. All of it is taken over or nothing is; what only a start reads is
/// named.
@Component
class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final String SUBJECT = "configuration";
    private static final String DEFAULTS = "halo.defaults";
    private static final int NAMED = 5;

    private final ConfigurableEnvironment started;
    private final ConfigurationGuard.Known known;
    private final Validator validator;
    private final List<Reloadable> parts;
    private final Set<String> reloadable;
    private final OwnConfiguration own;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private volatile ConfigurableEnvironment applied;
    private volatile State state;

    Reload(ConfigurableEnvironment environment, ConfigurationGuard guard,
            @Qualifier("defaultValidator") Validator validator, List<Reloadable> parts, OwnConfiguration own,
            AuditTrail audit, TransactionTemplate transaction, Clock clock) {
        this.own = own;
        this.started = environment;
        this.known = guard.known();
        this.validator = validator;
        this.parts = parts;
        this.reloadable = parts.stream().flatMap(part -> part.properties().stream()).map(Candidate::plain)
                .collect(Collectors.toSet());
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        this.applied = environment;
        this.state = new State(files(environment), clock.instant(), List.of(), List.of());
    }

    /// Where the configuration stands.
    ///
    /// @param files the files that it was read from
    /// @param appliedAt when it was last taken over
    /// @param needsRestart the properties whose values in the files are not those that HALO runs with, in order
    /// @param problems what is wrong with the files as they were last read; empty where nothing is
    record State(List<String> files, Instant appliedAt, List<String> needsRestart, List<FieldProblem> problems) {
    }

    /// What was taken over.
    ///
    /// @param changed what is different now, by its property
    /// @param needsRestart the properties that differ and are taken over by a restart only, in order
    record Reloaded(List<ChangedPart> changed, List<String> needsRestart) {
    }

    /// A property, or a list of subjects.
    ///
    /// @param property its name
    /// @param added the ids that were added; null where it has none
    /// @param changed the ids that are different
    /// @param removed the ids that were removed
    record ChangedPart(String property, @Nullable List<String> added, @Nullable List<String> changed,
            @Nullable List<String> removed) {

        private String summary() {
            return added == null || changed == null || removed == null
                    ? property
                    : "%s (%s%s%s)".formatted(property, counted("added", added), counted("changed", changed),
                            counted("removed", removed)).replace("; )", ")");
        }

        private static String counted(String verb, List<String> ids) {
            return ids.isEmpty()
                    ? ""
                    : "%s %d: %s; ".formatted(verb, ids.size(), ids.stream().limit(NAMED)
                            .collect(Collectors.joining(", ", "", ids.size() > NAMED ? ", …" : "")));
        }
    }

    State state() {
        return state;
    }

    ConfigurableEnvironment applied() {
        return applied;
    }

    /// Reads the files again and takes over what can be.
    ///
    /// @throws InvalidInputException where anything is wrong, with everything that is; nothing has changed then
    synchronized Reloaded reload(Actor actor) {
        try {
            return take(Candidate.read(applied, DEFAULTS, known, validator, parts), actor);
        } catch (InvalidInputException wrong) {
            if (!wrong.problems().equals(state.problems())) {
                LOG.error("The configuration is wrong, so that of {} goes on: {}", state.appliedAt(),
                        wrong.getMessage());
            }
            state = new State(state.files(), state.appliedAt(), state.needsRestart(), wrong.problems());
            throw wrong;
        }
    }

    private Reloaded take(Candidate candidate, Actor actor) {
        List<ChangedPart> changed = candidate.parts().stream().flatMap(part -> changed(part, candidate.differences()))
                .toList();
        List<String> needsRestart = ConfigurationFiles.differences(started, candidate.environment()).stream()
                .filter(name -> Candidate.withThoseAbove(name).stream().noneMatch(reloadable::contains)).toList();
        boolean news = !changed.isEmpty() || !needsRestart.equals(state.needsRestart());
        String summary = summary(changed, needsRestart);
        if (news) {
            transaction.executeWithoutResult(tx -> {
                candidate.parts().forEach(part -> part.next().store());
                audit.record(actor, new Change("configuration.reloaded", SUBJECT, "files", null, null, summary));
            });
        }
        candidate.parts().forEach(part -> part.next().takeOver());
        applied = candidate.environment();
        own.use(applied);
        announce(candidate.parts());
        if (news || !state.problems().isEmpty()) {
            LOG.info("The configuration was read again by {}: {}", actor.name(), summary);
        }
        state = new State(files(applied), news ? clock.instant() : state.appliedAt(), needsRestart, List.of());
        return new Reloaded(changed, needsRestart);
    }

    private void announce(List<Candidate.Part> parts) {
        try {
            transaction.executeWithoutResult(tx -> parts.forEach(part -> part.next().announce()));
        } catch (RuntimeException later) {
            LOG.warn("The configuration was taken over, but what shows the state of subjects will notice it later",
                    later);
        }
    }

    private static Stream<ChangedPart> changed(Candidate.Part part, Set<String> differences) {
        Reloadable.Changes ids = part.next().changes();
        if (ids == null) {
            return differences.stream()
                    .filter(name -> part.reads().properties().stream().map(Candidate::plain)
                            .anyMatch(Candidate.withThoseAbove(name)::contains))
                    .map(name -> new ChangedPart(name, null, null, null));
        }
        return ids.isEmpty()
                ? Stream.empty()
                : Stream.of(new ChangedPart(part.reads().properties().getFirst(), ids.added(), ids.changed(),
                        ids.removed()));
    }

    private static String summary(List<ChangedPart> changed, List<String> needsRestart) {
        String what = changed.isEmpty()
                ? "nothing changed"
                : changed.stream().map(ChangedPart::summary).collect(Collectors.joining(", "));
        return needsRestart.isEmpty() ? what : what + "; needs a restart: " + String.join(", ", needsRestart);
    }

    private static List<String> files(ConfigurableEnvironment environment) {
        Set<String> files = new TreeSet<>();
        ConfigurationFiles.paths(environment).forEach(path -> files.add(path.toString()));
        return List.copyOf(files);
    }
}
