package ink.dreamnet.halo.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the API takes at most.
///
/// @param maxBody the largest request body, from 1 KB to 64 MB; a larger one is answered with 413
@ConfigurationProperties("halo.web")
@Validated
record WebLimits(@DefaultValue("2MB") DataSize maxBody) {

    WebLimits {
        if (maxBody.toBytes() < 1024 || maxBody.toMegabytes() > 64) {
            throw new IllegalArgumentException("halo.web.max-body is %s, not between 1KB and 64MB".formatted(maxBody));
        }
    }
}
