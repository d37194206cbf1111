package ink.dreamnet.halo.repo;

import java.nio.file.Path;
import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.registry.ManagedBy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RepositoryFormatTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static WatchedRepository define(String json, ManagedBy managedBy) {
        return RepositoryFormat.define("it", JSON.readValue(json.replace('\'', '"'), RepositorySpec.class),
                managedBy, null, managedBy.files(AllowedFiles.ANY.below("halo.files.allow", List.of(Path.of("")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|url: is missing",
            "{'url':'https://a.example/x.git','path':'.'}|url: must be absent where there is a path",
            "{'url':'http://a.example/x.git'}|is not encrypted",
            "{'url':'ssh://git@a.example/x.git'}|does not fetch over SSH",
            "{'url':'git@a.example:x.git'}|does not fetch over SSH",
            "{'url':'https://me:pa55@a.example/x.git'}|name them in credentials",
            "{'url':'ftp://a.example/x.git'}|is not an https://",
            "{'url':'https://a.example/x.git?token=pa55'}|query or fragment",
            "{'path':' '}|path: is empty",
            "{'path':'/etc'}|path: '/etc' may not be read: it is not below the directories of halo.files.allow",
            "{'url':'file:///etc'}|url: '/etc' may not be read",
            "{'url':'FILE:/etc/none'}|url: '/etc/none' may not be read",
            "{'url':'file:///proc/self/%00'}|is not a path",
            "{'path':'.','branch':'a..b'}|branch: 'a..b' is not the name of a branch",
            "{'path':'.','exclude':[{}]}|exclude[0]: names neither",
            "{'path':'.','exclude':[{'code':'Link'}]}|exclude[0]: 'Link' is not a code",
            "{'path':'.','exclude':[{'path':'/etc'}]}|relative to the repository's root",
            "{'path':'.','staleAfterMs':5}|staleAfterMs: 5 is not between",
            "{'url':'https://a.example/x.git','optional':true}|optional: is for a repository with a path",
            "{'path':'.','checks':[{'name':'a','command':['true']}]}|checks: can be named in HALO's configuration only",
            "{'url':'https://a.example/x.git','credentials':{'variable':'A'}}|credentials: can be named in HALO's configuration only"})
    void defineWhenWrongNamesTheField(String json, String message) {
        assertThatThrownBy(() -> define(json, ManagedBy.API)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message).hasMessageNotContaining("pa55");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'path':'.','checks':[{'name':'A b','command':['true']}]}|checks[0]",
            "{'path':'.','checks':[{'name':'a','command':[]}]}|checks[0]",
            "{'path':'.','checks':[{'name':'a','command':['x']},{'name':'a','command':['x']}]}|the name 'a' is taken",
            "{'url':'https://a.example/x.git','credentials':{}}|either a variable or a file",
            "{'url':'https://a.example/x.git','credentials':{'variable':'ghp_abc-def'}}|the name of an environment variable",
            "{'path':'.','credentials':{'variable':'A'}}|with an https:// URL only"})
    void defineWhenConfiguredWrongNamesTheField(String json, String message) {
        assertThatThrownBy(() -> define(json, ManagedBy.CONFIG)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void defineWhenRightKeepsWhatWasGiven() {
        WatchedRepository it = define("""
                {'url':'http://localhost:1/x.git','branch':'main','staleAfterMs':86400000,
                 'exclude':[{'code':'repo.link-broken','path':'docs/**/old/*.md'},{'path':'vendor/'}],
                 'labels':{'team':'shop'},'dependsOn':['endpoint:git']}""", ManagedBy.API);
        assertThat(it.staleAfter()).hasDays(1);
        assertThat(it.excludes(finding("repo.link-broken", "docs/old/a.md"))).isTrue();
        assertThat(it.excludes(finding("repo.link-broken", "docs/x/y/old/a.md"))).isTrue();
        assertThat(it.excludes(finding("repo.link-broken", "docs/old/deep/a.md"))).isFalse();
        assertThat(it.excludes(finding("repo.other", "docs/old/a.md"))).isFalse();
        assertThat(it.excludes(finding("repo.other", "vendor/deep/a.js"))).isTrue();
        assertThat(it.excludes(finding("repo.other", "vendored"))).isFalse();
        assertThat(it.dependsOn()).hasSize(1);
        assertThat(define("{'path':'.','checks':[{'name':'types','command':['npm','run','x'],'timeoutMs':60000}]}",
                ManagedBy.CONFIG).checks().getFirst().command()).isEqualTo(List.of("npm", "run", "x"));
    }

    private static Finding finding(String code, String path) {
        return new Finding(code, Severity.LOW, path, 0, "is wrong");
    }
}
