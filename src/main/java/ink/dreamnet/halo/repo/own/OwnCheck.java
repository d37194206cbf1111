package ink.dreamnet.halo.repo.own;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

/// A command that an operator wants to succeed in a clean checkout of a repository.
///
/// @param name what it is called in issues: 1 to 60 lower-case letters, digits and hyphens
/// @param command the program and its arguments; no shell reads them. A program with a slash is looked for in the checkout, one
///        without on the path of `halo.repo.own-checks.path`.
/// @param timeout how long it may take, 1 s to 2 h
public record OwnCheck(String name, List<String> command, @DefaultValue("5m") Duration timeout) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?");
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(2);
    private static final int MOST_ARGUMENTS = 100;

    /// @throws IllegalArgumentException where a component is missing or out of range; the message names it and what is allowed
    public OwnCheck {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: %s is not 1 to 60 lower-case letters, digits and hyphens".formatted(name));
        }
        if (command == null || command.isEmpty() || command.size() > MOST_ARGUMENTS || command.getFirst() == null
                || command.getFirst().isBlank()) {
            throw new IllegalArgumentException(
                    "command: of the check %s there must be a program and at most %d arguments".formatted(name,
                            MOST_ARGUMENTS - 1));
        }
        if (command.stream().anyMatch(argument -> argument == null || argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException(
                    "command: an argument of the check %s is missing or holds a NUL character".formatted(name));
        }
        if (timeout == null || timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "timeout: %s of the check %s is not between 1s and 2h".formatted(timeout, name));
        }
        command = List.copyOf(command);
    }
}
