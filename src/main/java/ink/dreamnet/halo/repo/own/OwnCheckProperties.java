package ink.dreamnet.halo.repo.own;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How own checks are run. Which ones there are is said with each repository.
///
/// @param path the directories in which programs are found, separated by colons, which is also the `PATH` that a check sees.
///        HALO's own is not passed on.
/// @param output how much of the end of a check's output is kept, 1 KB to 1 MB
@Validated
@ConfigurationProperties("halo.repo.own-checks")
record OwnCheckProperties(
        @DefaultValue("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") @NotBlank String path,
        @DefaultValue("16KB") @NotNull DataSize output) {

    private static final DataSize LEAST = DataSize.ofKilobytes(1);
    private static final DataSize MOST = DataSize.ofMegabytes(1);

    /// @throws IllegalArgumentException where the size is out of range
    OwnCheckProperties {
        if (output.compareTo(LEAST) < 0 || output.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "halo.repo.own-checks.output: %s is not between 1KB and 1MB".formatted(output));
        }
    }
}
