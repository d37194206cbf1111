package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.weakpoint.SilenceSpec.RecurrenceSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The maintenance windows that configuration declares (`halo.maintenance[]`).
///
/// @param maintenance the windows; each id once
@ConfigurationProperties("halo")
record DeclaredMaintenance(@DefaultValue List<Window> maintenance) {

    /// Who has put what configuration declares.
    static final String CREATOR = "configuration";

    /// What declares them.
    static final String PROPERTY = "halo.maintenance";

    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    /// One window of the configuration.
    ///
    /// @param id its id: 1 to 32 lower-case letters, digits, and hyphens between them
    /// @param matchers 1 to 32 conditions, all of which must match (`subject=endpoint:shop-*`)
    /// @param everything must be true where the conditions pick nothing out
    /// @param comment why, 1 to 1,000 characters
    /// @param cron when it opens: a cron expression of five fields, or six with seconds before them
    /// @param timeZone where its clock hangs (`Europe/Berlin`); by default UTC
    /// @param duration how long it stays open, 1 minute to 7 days
    record Window(@Nullable String id, @Nullable List<@Nullable String> matchers,
            @DefaultValue("false") boolean everything, @Nullable String comment, @Nullable String cron,
            @Nullable String timeZone, @Nullable Duration duration) {

        SilenceSpec spec() {
            return new SilenceSpec(null, matchers, everything, null, null, null, comment,
                    new RecurrenceSpec(cron, timeZone, duration == null ? null : duration.toMillis()));
        }
    }

    /// @return the windows by their ids
    /// @throws StartRefusedException where there is any problem, with all of them
    Map<String, Silence> windows() {
        Map<String, Silence> windows = new LinkedHashMap<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < maintenance.size(); i++) {
            Window window = maintenance.get(i);
            String at = PROPERTY + "[%d].".formatted(i);
            String id = window.id() == null ? "" : window.id();
            if (!ID.matcher(id).matches()) {
                problems.add(new FieldProblem(at + "id",
                        "'%s' is no id: 1 to 32 lower-case letters, digits, and hyphens between them".formatted(id)));
            }
            try {
                if (windows.put(id, window.spec().define(id, CREATOR, null)) != null) {
                    problems.add(new FieldProblem(at + "id", "'%s' is declared twice".formatted(id)));
                }
            } catch (InvalidInputException wrong) {
                wrong.problems().forEach(p -> problems.add(new FieldProblem(at + property(p.field()), p.message())));
            }
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The maintenance windows that configuration declares", problems,
                    "docs/weakpoints.md");
        }
        return windows;
    }

    private static String property(String field) {
        return field.replace("recurrence.", "").replace("durationMs", "duration").replace("timeZone", "time-zone");
    }
}
