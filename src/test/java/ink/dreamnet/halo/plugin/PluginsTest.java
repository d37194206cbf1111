package ink.dreamnet.halo.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.repo.scan.Checks;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.aot.AotDetector;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.SpringProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

@ExtendWith(OutputCaptureExtension.class)
@Isolated
class PluginsTest {

    @TempDir
    Path directory;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private Path plugins = Path.of("plugins");

    @BeforeEach
    void makeFolder() throws IOException {
        plugins = Files.createDirectory(directory.resolve("plugins"));
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
    }

    private ConfigurableApplicationContext start() {
        return Plugins.in(plugins).application(HaloApplication.class).run("--server.port=0",
                "--halo.triggers.time.enabled=false", "--spring.datasource.url=" + TestDatabase.newH2Url());
    }

    private void plugin(String name, List<String> sources) throws IOException {
        Path classes = directory.resolve("classes-of-" + name);
        PluginJar.compile(Files.createDirectories(classes), sources);
        PluginJar.pack(plugins.resolve(name), classes);
    }

    @Test
    void startWhenPluginsAreTheRecipesAndAnAutoConfigurationHasTheirBeans() throws IOException {
        List<String> recipes = PluginJar.recipes();
        assertThat(recipes).hasSize(3);
        plugin("disk.jar", recipes);
        autoConfiguration("auto.jar");
        try (ConfigurableApplicationContext context = start()) {
            assertThat(context.getBeansOfType(Analyzer.class).values()).extracting(Analyzer::name)
                    .contains("disk-space", "automatic");
            assertThat(context.getBeansOfType(Strategy.class).values()).extracting(Strategy::name)
                    .contains("clean-disk");
            assertThat(context.getBean(Checks.class).all()).extracting(check -> check.getClass().getName())
                    .contains("com.example.halo.UnpinnedImageCheck");
        }
    }

    private void autoConfiguration(String jar) throws IOException {
        String configuration = """
                package com.example.auto;

                @org.springframework.boot.autoconfigure.AutoConfiguration
                public class DiskAutoConfiguration {
                    @org.springframework.context.annotation.Bean
                    ink.dreamnet.halo.analysis.Analyzer automatic(ink.dreamnet.halo.engine.HaloEngine any) {
                        return new ink.dreamnet.halo.analysis.Analyzer() {
                            public ink.dreamnet.halo.analysis.AnalyzerResult analyze(
                                    ink.dreamnet.halo.analysis.AnalysisContext context) {
                                return ink.dreamnet.halo.analysis.AnalyzerResult.builder().build();
                            }
                            public String name() {
                                return "automatic";
                            }
                        };
                    }
                }
                """;
        Path imports = directory.resolve("classes-of-" + jar + "/META-INF/spring");
        Files.createDirectories(imports);
        Files.writeString(imports.resolve("org.springframework.boot.autoconfigure.AutoConfiguration.imports"),
                "com.example.auto.DiskAutoConfiguration");
        plugin(jar, List.of(configuration));
    }

    @Test
    void startWhenTwoPluginsUseOneNameIsRefusedAndNamesBoth() throws IOException {
        List<String> recipes = PluginJar.recipes();
        plugin("disk.jar", recipes);
        plugin("other.jar",
                List.of(recipes.getFirst().replace("package com.example.halo;", "package com.example.other;")));
        assertThatCode(this::start).rootCause().hasMessageContainingAll("disk-space",
                "com.example.halo.DiskSpaceAnalyzer", "com.example.other.DiskSpaceAnalyzer");
    }

    @Test
    void startWhenAJarIsBrokenIsRefusedAndNamesIt(CapturedOutput output) throws IOException {
        Files.writeString(plugins.resolve("broken.jar"), "this is no jar");
        assertThatCode(this::start).isInstanceOf(StartRefusedException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "broken.jar cannot be used: it is not a readable jar")
                .doesNotContain("Application run failed");
    }

    @Test
    void startWhenAClassLacksItsDependencyIsRefusedAndNamesTheJar(CapturedOutput output) throws IOException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        PluginJar.compile(classes, List.of("package com.example.lacking;\npublic class Missing { }", """
                package com.example.lacking;

                @org.springframework.stereotype.Component
                public class Needy {
                    Needy(Missing missing) {
                    }
                }
                """));
        Files.delete(classes.resolve("com/example/lacking/Missing.class"));
        PluginJar.pack(plugins.resolve("lacking.jar"), classes);
        assertThatCode(this::start).isInstanceOf(StartRefusedException.class);
        assertThat(output).contains("lacking.jar cannot be used: its class com.example.lacking.Needy cannot be loaded",
                "com/example/lacking/Missing");
    }

    @Test
    void inWhenFolderIsAbsentHasNoPlugins() {
        assertThat(Plugins.in(directory.resolve("none")).application(HaloApplication.class).getClassLoader()).isSameAs(
                before);
    }
}
