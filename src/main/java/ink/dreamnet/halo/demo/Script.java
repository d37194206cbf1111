package ink.dreamnet.halo.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/// What `fleet.yml` says: who is in the demo fleet, and what happens to it. Subjects are written as `kind:id`.
///
/// @param fleet the definitions, by the kind in the plural, as in the API, and by id
/// @param variants what a subject is like in a state, by subject and state
/// @param states the states at the start; a subject that is not named is [#WELL]
/// @param repairs the state in which a repair leaves a subject, by the subject and a code or step, or by the subject alone
/// @param workers the ids of the agents that do what was approved
/// @param repeat which steps happen again
/// @param steps what happens
record Script(Map<String, Map<String, Map<String, Object>>> fleet,
        Map<String, Map<String, Map<String, Object>>> variants, Map<String, String> states,
        Map<String, String> repairs, List<String> workers, Repeat repeat, List<Step> steps) {

    /// The state of a subject that has no weak point.
    static final String WELL = "well";

    /// @param from the first step that happens again
    /// @param every after how many steps it does
    record Repeat(int from, int every) {

        int stepOf(int number) {
            return number < from ? number : from + (number - from) % every;
        }
    }

    /// @param at the numbers of the steps, from 0; none: every step
    /// @param states the new states of subjects
    /// @param calls what is called afterwards
    record Step(List<Integer> at, @Nullable Map<String, String> states, @Nullable List<Call> calls) {

        boolean isAt(int number) {
            return at.isEmpty() || at.contains(number);
        }
    }

    /// @param as whose token is sent; absent: the operator's
    /// @param call method and path below `/api/halo`
    /// @param body the body, as JSON
    record Call(@Nullable String as, String call, Object body) {
    }

    static Script read(JsonMapper json) {
        try (InputStream file = new ClassPathResource("fleet.yml", Script.class).getInputStream()) {
            Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            return json.convertValue(yaml, Script.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Step> at(int number) {
        int step = repeat.stepOf(number);
        return steps.stream().filter(one -> one.isAt(step)).toList();
    }

    /// @return the ids of the endpoints that an endpoint depends on, by its id
    Map<String, List<String>> dependencies() {
        Map<String, List<String>> dependencies = new TreeMap<>();
        fleet.getOrDefault("endpoints", Map.of()).forEach((id, definition) -> {
            if (definition.get("dependsOn") instanceof List<?> subjects) {
                dependencies.put(id,
                        subjects.stream().map(subject -> SubjectRef.parse(subject.toString()).id()).toList());
            }
        });
        return dependencies;
    }

    Map<String, Object> variant(String subject, String state) {
        return variants.getOrDefault(subject, Map.of()).getOrDefault(state, Map.of());
    }

    /// @param detail a code of a weak point or a step of a repair
    @Nullable
    String repair(String subject, String detail) {
        return repairs.get("%s %s".formatted(subject, detail));
    }
}
