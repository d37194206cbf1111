package ink.dreamnet.halo.core;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OptionalLibraryTest {

    @ParameterizedTest
    @EnumSource
    void requireWhenTheLibraryIsThereGoesOn(OptionalLibrary library) {
        assertThatCode(() -> library.require("The sink 'bus'")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"KAFKA, org.apache.kafka, kafka-clients",
            "OTLP_METRICS, io.micrometer.registry.otlp, micrometer-registry-otlp"})
    void requireWhenTheLibraryIsAbsentSaysWhatToPutWhere(OptionalLibrary library, String packages, String jar) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> library.require("The sink 'bus'", new FilteredClassLoader(packages)))
                .withMessageContainingAll("The sink 'bus'", jar)
                .satisfies(refused -> assertThat(refused.action()).contains("jars of " + jar, "folder 'optional'"));
    }
}
