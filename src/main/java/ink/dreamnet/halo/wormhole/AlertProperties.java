package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.event.EventSeverity;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How reported alerts become issues (`halo.wormhole.*`).
///
/// @param alertTimeout how long a firing alert that says no end counts as firing after it was last reported, 1 min to 30 d.
///        Make it longer than the Alertmanager's `repeat_interval`
/// @param alerts what the labels of alerts mean
@ConfigurationProperties("halo.wormhole")
record AlertProperties(@DefaultValue("6h") Duration alertTimeout, @DefaultValue Alerts alerts) {

    /// @throws IllegalArgumentException where the time is out of its range
    AlertProperties {
        if (alertTimeout.compareTo(Duration.ofMinutes(1)) < 0 || alertTimeout.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("halo.wormhole.alert-timeout is %s; it must be between 1m and 30d"
                    .formatted(alertTimeout));
        }
    }

    /// What the labels of alerts mean.
    ///
    /// @param subjectLabel the label that names the subject as it is (`endpoint:checkout`)
    /// @param subjects which kind of subject other labels name, in the order in which they are tried: a label counts where
    ///        HALO knows a subject of that kind and id. By default `endpoint`, `service`, `job` and `instance` name
    ///        endpoints; `agent`, `squad`, `graft`, `environment` and `repository` their own kinds
    /// @param severityLabel the label that names the severity
    /// @param severities what its values mean, in lower case, besides HALO's own severities: `info`, `warning`, `error` or
    ///        `critical`. By default `page`, `fatal` and `emergency` are critical; `high` and `major` errors; `warn`,
    ///        `medium`, `minor` and `ticket` warnings; `low`, `none` and `notice` infos
    /// @param severity the severity of an alert without a known value of that label
    /// @param fallback the subject of alerts that name none
    record Alerts(@DefaultValue("halo_subject") String subjectLabel, @Nullable Map<String, SubjectKind> subjects,
            @DefaultValue("severity") String severityLabel, @Nullable Map<String, EventSeverity> severities,
            @DefaultValue("warning") EventSeverity severity, @DefaultValue("environment:outside") String fallback) {

        /// @throws ink.dreamnet.halo.core.InvalidInputException where the fallback is no subject
        Alerts {
            SubjectRef.parse("halo.wormhole.alerts.fallback", fallback);
        }

        Map<String, SubjectKind> kinds() {
            if (subjects != null && !subjects.isEmpty()) {
                return subjects;
            }
            Map<String, SubjectKind> kinds = new LinkedHashMap<>();
            for (String label : new String[]{"endpoint", "service", "job", "instance"}) {
                kinds.put(label, SubjectKind.ENDPOINT);
            }
            kinds.put("agent", SubjectKind.AGENT);
            kinds.put("squad", SubjectKind.SQUAD);
            kinds.put("graft", SubjectKind.GRAFT);
            kinds.put("environment", SubjectKind.ENVIRONMENT);
            kinds.put("repository", SubjectKind.REPOSITORY);
            return kinds;
        }

        SubjectRef fallbackSubject() {
            return SubjectRef.parse(fallback);
        }

        EventSeverity severityOf(@Nullable String value) {
            if (value == null) {
                return severity;
            }
            String name = value.toLowerCase(Locale.ROOT).strip();
            EventSeverity configured = severities == null ? null : severities.get(name);
            if (configured != null) {
                return configured;
            }
            return switch (name) {
                case "critical", "page", "fatal", "emergency" -> EventSeverity.CRITICAL;
                case "error", "high", "major" -> EventSeverity.ERROR;
                case "warning", "warn", "medium", "minor", "ticket" -> EventSeverity.WARNING;
                case "info", "low", "none", "notice" -> EventSeverity.INFO;
                default -> severity;
            };
        }
    }
}
