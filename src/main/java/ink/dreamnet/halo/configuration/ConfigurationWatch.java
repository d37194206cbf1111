package ink.dreamnet.halo.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Has the configuration read again when its files have changed: written in place, replaced by a rename, or behind a link that
/// points elsewhere now, as Kubernetes mounts a ConfigMap. A change counts when two checks in a row have seen the same, so that
/// no half-written file is read.
@Component
class ConfigurationWatch extends BackgroundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);
    private static final List<String> ENDINGS = List.of(".yml", ".yaml", ".properties");

    private final Reload reload;
    private final Duration every;
    private final Clock clock;
    private Instant next;
    private Map<Path, String> handled;
    private Map<Path, String> seen;

    ConfigurationWatch(Reload reload, WatchProperties properties, Clock clock) {
        super("halo-configuration", "The files of the configuration cannot be checked");
        this.reload = reload;
        this.every = properties.checkEvery();
        this.clock = clock;
        this.next = clock.instant();
        this.handled = fingerprints();
        this.seen = handled;
    }

    @Override
    protected boolean step(boolean woken) {
        Instant now = clock.instant();
        if (!every.isZero() && !now.isBefore(next)) {
            next = now.plus(every);
            check();
        }
        return false;
    }

    /// Looks at the files, and has them read where they have changed and stand still.
    void check() {
        Map<Path, String> present = fingerprints();
        boolean still = present.equals(seen);
        seen = present;
        if (present.equals(handled) || !still) {
            return;
        }
        try {
            reload.reload(Actor.HALO);
        } catch (InvalidInputException wrong) {
            LOG.debug("It is not tried again before the files change", wrong);
        }
        // there may be more files now
        Map<Path, String> all = fingerprints();
        all.putAll(present);
        handled = all;
        seen = all;
    }

    private Map<Path, String> fingerprints() {
        Map<Path, String> prints = new LinkedHashMap<>();
        ConfigurationFiles.paths(reload.applied()).forEach(path -> prints.put(path, fingerprint(path)));
        String name = reload.applied().getProperty("spring.config.name", "application");
        for (Path directory : List.of(Path.of(""), Path.of("config"))) {
            for (String ending : ENDINGS) {
                prints.computeIfAbsent(directory.resolve(name + ending), ConfigurationWatch::fingerprint);
            }
        }
        return prints;
    }

    private static String fingerprint(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return "%s %d %s".formatted(file.lastModifiedTime(), file.size(), file.fileKey());
        } catch (NoSuchFileException none) {
            return "none";
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
