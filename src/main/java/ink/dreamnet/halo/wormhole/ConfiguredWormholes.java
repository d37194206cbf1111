package ink.dreamnet.halo.wormhole;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The wormholes that the configuration declares (`halo.wormholes[]`).
///
/// @param wormholes the wormholes; each id once. One with the id of a shipped wormhole takes its place
@ConfigurationProperties("halo")
record ConfiguredWormholes(@DefaultValue List<ConfiguredWormhole> wormholes) {

    /// One wormhole of the configuration.
    ///
    /// @param id lower-case words with dots and hyphens, at most 100 characters
    /// @param description what it is for, at most 500 characters
    /// @param enabled whether events go through it
    /// @param match which events go through it; by default all
    /// @param action `trigger`, `task`, `signal`, `record`, `forward`, `result` or `deploy`; required
    /// @param mode of the action `trigger`: `full` (default), `light`, or `scoped` to what the event names
    /// @param task of the action `task`: what is proposed
    /// @param sink of the action `forward`: the name of the sink
    record ConfiguredWormhole(@Nullable String id, @Nullable String description, @DefaultValue("true") boolean enabled,
            @Nullable Match match, @Nullable String action, @Nullable String mode, @Nullable Task task,
            @Nullable String sink) {
    }

    /// Which events go through; what is absent matches any.
    ///
    /// @param sourceType the kind of the sender; `*` stands for any text
    /// @param type the type of the event, `squad.task.*`
    /// @param minSeverity the event's severity at least: `info`, `warning`, `error` or `critical`
    /// @param labels labels that the event must have; in values `*` stands for any text
    record Match(@Nullable String sourceType, @Nullable String type, @Nullable String minSeverity,
            @Nullable Map<String, @Nullable String> labels) {
    }

    /// What is proposed.
    ///
    /// @param type the task type, 1 to 100 characters; required
    /// @param roles the agent roles that can do it, the best first; at least one
    /// @param resolvedBy the type of the event that resolves the problem
    record Task(@Nullable String type, @Nullable List<@Nullable String> roles, @Nullable String resolvedBy) {
    }

    /// @param sinks the names of the sinks to which events can be forwarded
    /// @return the declared wormholes by their ids
    /// @throws StartRefusedException where one is wrong, with everything that is wrong
    Map<String, Wormhole> declared(Collection<String> sinks) {
        Map<String, Wormhole> declared = new LinkedHashMap<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < wormholes.size(); i++) {
            String at = "halo.wormholes[%d].".formatted(i);
            ConfiguredWormhole given = wormholes.get(i);
            String id = given.id() == null ? "" : given.id();
            try {
                Wormhole wormhole = WormholeParser.define(id, spec(given), ManagedBy.CONFIG, null);
                String unknown = wormhole.unknownSink(sinks);
                if (unknown != null) {
                    problems.add(new FieldProblem(at + "sink", unknown));
                }
                if (declared.putIfAbsent(id, wormhole) != null) {
                    problems.add(
                            new FieldProblem(at + "id", "'%s' is declared twice; ids must be unique".formatted(id)));
                }
            } catch (InvalidInputException wrong) {
                wrong.problems().forEach(
                        problem -> problems.add(new FieldProblem(at + problem.field(), problem.message())));
            }
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The wormholes that configuration declares", problems,
                    "docs/wormholes.md");
        }
        return declared;
    }

    private static WormholeSpec spec(ConfiguredWormhole given) {
        Match match = given.match();
        Task task = given.task();
        return new WormholeSpec(given.id(), given.description(), given.enabled(),
                match == null
                        ? null
                        : new WormholeSpec.Match(match.sourceType(), match.type(), match.minSeverity(),
                                match.labels()),
                given.action(), given.mode(),
                task == null ? null : new WormholeSpec.Order(task.type(), task.roles(), task.resolvedBy()),
                given.sink());
    }
}
