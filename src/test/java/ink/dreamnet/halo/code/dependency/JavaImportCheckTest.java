package ink.dreamnet.halo.code.dependency;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JavaImportCheckTest {

    private static final String MAIN = "shop/src/main/java/net/shop/";
    private static final String POM = "<project><artifactId>shop</artifactId><build><plugins><plugin>%s</plugin></plugins></build></project>";

    private static TreeOf shop() {
        return TreeOf.files(MAIN + "App.java", "package net.shop;\nimport net.shop.model.Order;\n",
                MAIN + "model/Item.java", "package net.shop.model;\nclass Item {}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "<artifactId>spring-boot-maven-plugin</artifactId> | HIGH",
            "<artifactId>maven-shade-plugin</artifactId> | HIGH",
            "<artifactId>maven-compiler-plugin</artifactId><configuration><annotationProcessorPaths><path><artifactId>lombok</artifactId></path></annotationProcessorPaths></configuration> | HIGH",
            "<artifactId>maven-compiler-plugin</artifactId><configuration><annotationProcessorPaths><path><artifactId>dagger-compiler</artifactId></path></annotationProcessorPaths></configuration> | LOW",
            "<artifactId>modello-maven-plugin</artifactId> | LOW", "<artifactId>maven-antrun-plugin</artifactId> | LOW",
            "<artifactId>maven-plugin-plugin</artifactId> | LOW", "<artifactId>unclosed | LOW"})
    void mavenWhenAPluginMayWriteSourcesIsLow(String plugin, Severity severity) {
        assertThat(severity(shop().with("pom.xml", POM.formatted(plugin)))).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "plugins {\\n id 'java'\\n id(\"org.springframework.boot\") version '4'\\n} | HIGH",
            "apply plugin: 'java' // generates nothing | HIGH",
            "configurations { compileOnly { extendsFrom annotationProcessor } }\\n annotationProcessor 'org.projectlombok:lombok' | HIGH",
            "annotationProcessor 'org.mapstruct:mapstruct-processor:1' | LOW",
            "plugins { id 'com.google.protobuf' } | LOW", "sourceSets { main { java { srcDir 'gen' } } } | LOW",
            "task generateModel(type: JavaExec) | LOW"})
    void gradleWhenItMayWriteSourcesIsLow(String script, Severity severity) {
        assertThat(severity(shop().with("shop/build.gradle", script.replace("\\n", "\n")))).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({"build.xml, LOW", "shop/BUILD.bazel, LOW", "Makefile, LOW", "build.sbt, LOW", "web/Makefile, HIGH",
            "README, HIGH"})
    void otherBuildsWhenAboveTheSourcesMayWriteThem(String file, Severity severity) {
        assertThat(severity(shop().with(file, ""))).isEqualTo(severity);
    }

    @Test
    void checkWhenABuildMayWriteTheTypeSaysSo() {
        assertThat(shop().with("build.xml", "").found(new JavaImportCheck())).extracting(Finding::message)
                .containsExactly(
                        "imports net.shop.model.Order, which its source root does not hold, or a build writes it");
    }

    private static Severity severity(TreeOf tree) {
        Finding found = tree.found(new JavaImportCheck()).getFirst();
        return found.severity();
    }
}
