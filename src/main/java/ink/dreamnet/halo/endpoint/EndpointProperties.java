package ink.dreamnet.halo.endpoint;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How endpoints are probed and judged.
///
/// @param globalBound the most probes that are under way at once, 1 to 4,096
/// @param perHostBound the most probes of one host that are under way at once, 1 to 1,024
/// @param confirmationDelay how long after a failed attempt the next one starts, at most 30 s
/// @param keepAlive whether connections are kept for the next probe of the same host. Off by default: only a new connection
///        shows whether the name still resolves, the listener still accepts and which certificate is served now.
/// @param bodyCap how much of a response's body is read at most, 1 byte to 16 MB
/// @param canary what HALO probes to learn whether its own connectivity is at fault, when no endpoint can be reached: URLs
///        (`https://…`, `http://…`, `tcp://host:port`) of which one must be reachable. Name something outside your fleet
///        and your network. Empty means HALO's own listening port, which tells little more than that HALO can open
///        sockets.
/// @param certificate from how many days before its end a certificate is an issue
/// @param references what headers of endpoints that were put by the API may refer to
@Validated
@ConfigurationProperties("halo.endpoint")
record EndpointProperties(@DefaultValue("256") @Min(1) @Max(4096) int globalBound,
        @DefaultValue("8") @Min(1) @Max(1024) int perHostBound,
        @DefaultValue("500ms") @NotNull @DurationMin(millis = 0) @DurationMax(seconds = 30) Duration confirmationDelay,
        @DefaultValue("false") boolean keepAlive, @DefaultValue("64KB") @NotNull DataSize bodyCap,
        @DefaultValue List<URI> canary, @DefaultValue @Valid Certificate certificate,
        @DefaultValue References references) {

    private static final DataSize MAX_BODY_CAP = DataSize.ofMegabytes(16);

    /// @throws IllegalArgumentException where the body cap is out of range or a canary cannot be probed
    EndpointProperties {
        canary = List.copyOf(canary);
        if (bodyCap.toBytes() < 1 || bodyCap.compareTo(MAX_BODY_CAP) > 0) {
            throw new IllegalArgumentException(
                    "halo.endpoint.body-cap: %s is not between 1B and %s".formatted(bodyCap, MAX_BODY_CAP));
        }
        for (URI url : canary) {
            try {
                ProbeTarget.checkUrl(url);
            } catch (InvalidInputException wrong) {
                throw new IllegalArgumentException(
                        "halo.endpoint.canary: " + wrong.problems().getFirst().message().replace(url.toString(),
                                MaskedText.in(url.toString())),
                        wrong);
            }
        }
    }

    /// What headers of endpoints that were put by the API may refer to. Those of configuration may refer to anything.
    ///
    /// @param variables the names of properties and environment variables (`env:SHOP_TOKEN`); `*` stands for any text. Whoever may put
    ///        an endpoint can send their values anywhere
    /// @param roots the directories of files (`file:/run/secrets/shop`)
    record References(@DefaultValue List<String> variables, @DefaultValue List<Path> roots) {

        /// Copies the lists.
        References {
            variables = List.copyOf(variables);
            roots = List.copyOf(roots);
        }
    }

    /// From how many whole days before its end a certificate is an issue.
    ///
    /// @param mediumDays at most so many days left is a medium issue
    /// @param highDays at most so many days left is a high issue
    /// @param criticalDays at most so many days left, or past its end, is a critical issue
    record Certificate(@DefaultValue("21") @Min(0) @Max(3650) int mediumDays,
            @DefaultValue("14") @Min(0) @Max(3650) int highDays,
            @DefaultValue("7") @Min(0) @Max(3650) int criticalDays) {

        /// @throws IllegalArgumentException where the thresholds are not in order
        Certificate {
            if (criticalDays > highDays || highDays > mediumDays) {
                throw new IllegalArgumentException(
                        ("halo.endpoint.certificate: critical-days (%d) must not be more than "
                                + "high-days (%d), nor high-days more than medium-days (%d)").formatted(criticalDays,
                                        highDays,
                                        mediumDays));
            }
        }
    }
}
