package ink.dreamnet.halo.core;

import java.util.Arrays;
import java.util.stream.Collectors;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.hibernate.annotations.Immutable;

/// Keeps a scope as text in one column: `all`, `shard 2/5`, or the named subjects, separated by blanks (an id has none).
@Converter
@Immutable
public final class ScopeConverter implements AttributeConverter<Scope, String> {

    private static final String SHARD = "shard ";

    @Override
    public String convertToDatabaseColumn(Scope scope) {
        return switch (scope) {
            case Scope.All() -> "all";
            case Scope.Shard(int index, int of) -> SHARD + index + "/" + of;
            case Scope.Named named ->
                named.subjects().stream().sorted().map(SubjectRef::toString).collect(Collectors.joining(" "));
        };
    }

    @Override
    public Scope convertToEntityAttribute(String text) {
        if (text.equals("all")) {
            return Scope.ALL;
        }
        if (text.startsWith(SHARD)) {
            int slash = text.indexOf('/');
            return new Scope.Shard(Integer.parseInt(text.substring(SHARD.length(), slash)),
                    Integer.parseInt(text.substring(slash + 1)));
        }
        return new Scope.Named(Arrays.stream(text.split(" ", -1)).map(SubjectRef::parse).collect(Collectors.toSet()));
    }
}
