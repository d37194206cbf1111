package ink.dreamnet.halo.configuration;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.configuration.ConfigurationGuard.Known;
import ink.dreamnet.halo.core.Causes;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Reloadable;
import ink.dreamnet.halo.core.StartRefusedException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.FieldError;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// A configuration as it would be: read, found right, and not yet taken over.
///
/// @param environment all of it
/// @param differences the names of the properties that differ from those in use
/// @param parts what changes and can be taken over
record Candidate(ConfigurableEnvironment environment, Set<String> differences, List<Part> parts) {

    private static final String SUBJECT = "configuration";

    /// A part that changes.
    record Part(Reloadable reads, Reloadable.Next next) {
    }

    /// Reads the files again.
    ///
    /// @param applied the configuration in use
    /// @param defaults the name of what stands below all files
    /// @throws InvalidInputException where anything is wrong, with everything that is
    static Candidate read(ConfigurableEnvironment applied, String defaults, Known known, Validator validator,
            List<Reloadable> parts) {
        ConfigurableEnvironment next;
        try {
            next = ConfigurationFiles.readAgain(applied, defaults);
        } catch (StartRefusedException refused) {
            throw new InvalidInputException(problems(refused));
        } catch (RuntimeException unreadable) {
            throw new InvalidInputException(SUBJECT, "cannot be read: " + reason(unreadable));
        }
        Set<FieldProblem> problems = new LinkedHashSet<>();
        attempt(problems, () -> Placeholders.check(next));
        attempt(problems, () -> UnknownProperties.check(next, known.names()));
        Set<String> differences = ConfigurationFiles.differences(applied, next);
        Set<String> touched = new HashSet<>();
        differences.forEach(name -> touched.addAll(withThoseAbove(name)));
        List<Part> changing = new ArrayList<>();
        for (Reloadable part : parts) {
            if (part.properties().stream().map(Candidate::plain).anyMatch(touched::contains)) {
                attempt(problems, () -> changing.add(new Part(part, part.read(next))));
            }
        }
        // what only a start reads must be right too, so that the next start is none that is refused
        Binder binder = Binder.get(next);
        known.types().stream().filter(bound -> bound.type().isRecord() && touched.contains(plain(bound.prefix())))
                .forEach(bound -> attempt(problems, () -> binder.bindOrCreate(bound.prefix(),
                        Bindable.of(bound.type()),
                        bound.type().isAnnotationPresent(Validated.class)
                                ? new ValidationBindHandler(validator)
                                : BindHandler.DEFAULT)));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(List.copyOf(problems));
        }
        return new Candidate(next, differences, changing);
    }

    private static void attempt(Set<FieldProblem> problems, Runnable read) {
        try {
            read.run();
        } catch (StartRefusedException refused) {
            problems.addAll(problems(refused));
        } catch (BindException wrong) {
            BindValidationException limits = Causes.find(wrong, BindValidationException.class);
            if (limits != null) {
                limits.getValidationErrors().getAllErrors().stream().filter(FieldError.class::isInstance)
                        .map(FieldError.class::cast)
                        .forEach(error -> problems.add(new FieldProblem(
                                wrong.getName() + "." + Shape.dashed(error.getField()),
                                "%s %s".formatted(error.getRejectedValue(), error.getDefaultMessage()))));
                return;
            }
            problems.add(new FieldProblem(wrong.getName().toString(), reason(wrong)));
        }
    }

    private static List<FieldProblem> problems(StartRefusedException refused) {
        return refused.problems().isEmpty()
                ? List.of(new FieldProblem(SUBJECT, refused.description()))
                : refused.problems();
    }

    /// A parser of YAML quotes the lines around the place, which may have a secret.
    static String reason(Throwable exception) {
        if (Causes.find(exception, CharacterCodingException.class) != null) {
            return "it is not written in UTF-8";
        }
        MarkedYAMLException yaml = Causes.find(exception, MarkedYAMLException.class);
        return yaml == null || yaml.getProblemMark() == null
                ? String.valueOf(NestedExceptionUtils.getMostSpecificCause(exception).getMessage())
                : "line %d, column %d: %s".formatted(yaml.getProblemMark().getLine() + 1,
                        yaml.getProblemMark().getColumn() + 1, yaml.getProblem());
    }

    /// @return a name, and the names that it is below, in a form in which two are equal that Spring takes for one
    static List<String> withThoseAbove(String name) {
        String plain = plain(name);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) == '.' || plain.charAt(i) == '[') {
                names.add(plain.substring(0, i));
            }
        }
        names.add(plain);
        return names;
    }

    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
