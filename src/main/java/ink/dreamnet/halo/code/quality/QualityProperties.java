package ink.dreamnet.halo.code.quality;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// From when on a repository's file is a finding.
///
/// @param largeBinary from what size a binary file is one, 1 KB to 100 GB (a KB is 1,024 bytes)
@Validated
@ConfigurationProperties("halo.repo.quality")
record QualityProperties(@DefaultValue("10MB") @NotNull DataSize largeBinary) {

    private static final DataSize LEAST = DataSize.ofKilobytes(1);
    private static final DataSize MOST = DataSize.ofGigabytes(100);

    /// @throws IllegalArgumentException where the size is out of range
    QualityProperties {
        if (largeBinary.compareTo(LEAST) < 0 || largeBinary.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "halo.repo.quality.large-binary: %s is not between 1KB and 100GB".formatted(largeBinary));
        }
    }
}
