package ink.dreamnet.halo.deploy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.http.TargetPoller;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// A service that HALO asks which version it is.
///
/// @param service its name, 1 to 200 characters
/// @param url the address of its version: `http://shop.example:8080/actuator/info`
/// @param environment where it runs; null where deploys are not distinguished by that
/// @param interval how often it is asked, 5 s to 1 h
/// @param timeout how long one answer may take, 100 ms to 1 min and not longer than the interval
/// @param headers what to send; a value `env:NAME` or `file:/path` is read from there each time
/// @param maxBody how large an answer may be, 1 KB to 8 MB
record InfoTarget(@Nullable String service, @Nullable URI url, @Nullable String environment,
        @DefaultValue("30s") Duration interval, @DefaultValue("5s") Duration timeout,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("1MB") DataSize maxBody) implements TargetPoller.Target {

    InfoTarget {
        headers = Map.copyOf(headers);
        environment = Texts.stripped(environment);
    }

    /// @throws IllegalArgumentException where something is missing or out of range
    void check(String property) {
        if (service == null || service.isBlank() || service.length() > DeployReport.MAX_NAME
                || service.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("%s.service must be a text of 1 to %d characters".formatted(property,
                    DeployReport.MAX_NAME));
        }
        if (environment != null && environment.length() > DeployReport.MAX_NAME) {
            throw new IllegalArgumentException("%s.environment must have at most %d characters".formatted(property,
                    DeployReport.MAX_NAME));
        }
        TargetPoller.Target.checkUrl(property, url);
        TargetPoller.Target.checkTimes(property, interval, Duration.ofSeconds(5), Duration.ofHours(1), timeout);
        Ranges.check(property + ".max-body (bytes)", maxBody.toBytes(), 1024, 8L << 20);
    }

    @Override
    public String name() {
        return service == null ? "" : service.strip();
    }

    URI address() {
        if (url == null) {
            throw new IllegalStateException("checked at the start");
        }
        return url;
    }

    @Override
    public String id() {
        return UUID.nameUUIDFromBytes(String.join("\n", name(), String.valueOf(environment), address().toString())
                .getBytes(StandardCharsets.UTF_8)).toString();
    }
}
