package ink.dreamnet.halo.environment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong with an environment. Has no value of a variable.
///
/// @param code what kind of thing
/// @param severity how bad
/// @param variable which variable; null where it is about a file or a line without a name
/// @param file where; null where it is in no file
/// @param line the line, from 1
/// @param reason what is wrong, as the end of a sentence
/// @param instead the variable that is meant or to be used instead
/// @param others the environments that it is compared with
record Finding(String code, Severity severity, @Nullable String variable, @Nullable String file,
        @Nullable Integer line, String reason, @Nullable String instead, List<String> others) {

    static Finding of(String code, Severity severity, @Nullable String variable, @Nullable String file,
            @Nullable Integer line, String reason) {
        return new Finding(code, severity, variable, file, line, reason, null, List.of());
    }

    static Finding at(String code, Severity severity, Fact fact, String reason) {
        return of(code, severity, fact.name(), fact.file(), fact.line(), reason);
    }

    Finding instead(@Nullable String other) {
        return new Finding(code, severity, variable, file, line, reason, other, others);
    }

    Finding with(List<String> environments) {
        return new Finding(code, severity, variable, file, line, reason, instead, environments);
    }

    Finding atMost(Severity most) {
        return severity.compareTo(most) <= 0
                ? this
                : new Finding(code, most, variable, file, line, reason, instead, others);
    }

    /// @return it as evidence
    Map<String, Object> data() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("severity", severity.wire());
        data.put("variable", variable);
        data.put("file", file);
        data.put("line", line);
        data.put("reason", reason);
        data.put("instead", instead);
        data.put("environments", others.isEmpty() ? null : others);
        Map<String, Object> present = new LinkedHashMap<>();
        data.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }
}
