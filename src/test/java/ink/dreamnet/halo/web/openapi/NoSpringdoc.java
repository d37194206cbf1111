package ink.dreamnet.halo.web.openapi;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/// Keeps springdoc, which only [OpenApiDocument] uses, from configuring itself in a HALO of the tests.
class NoSpringdoc implements AutoConfigurationImportFilter {

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            kept[i] = name == null || !name.startsWith("org.springdoc.");
        }
        return kept;
    }
}
