package ink.dreamnet.halo.code.workflow;

import java.io.IOException;
import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class WorkflowChecksTest {

    private static final String PATH = ".github/workflows/test.yml";

    private static TreeOf workflow(String text) {
        return TreeOf.files(PATH, text);
    }

    private static List<Finding> expressions(String text) {
        return workflow(text).found(new WorkflowExpressionCheck());
    }

    /// What begins and does not end, or is longer than any expression, is none; where it ends is looked for once.
    @Test
    void checkWhenExpressionsDoNotEndReadsThoseThatDo() {
        String text = """
                on: push
                jobs:
                  build:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          %s
                          echo ${{ steps.gone.outputs.x }} ${{}}
                          %s
                """;
        assertThat(expressions(text.formatted("${{".repeat(80_000) + "x".repeat(2000), "${{".repeat(80_000))))
                .singleElement().satisfies(found -> assertThat(found.line()).isEqualTo(8));
    }

    @Test
    void checkWhenAStepIsNotThereItsOutputIsEmpty() {
        String text = """
                on: push
                jobs:
                  build:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: docker/metadata-action@v5
                        id: %s
                      - uses: docker/build-push-action@v5
                        with:
                          tags: ${{ steps.meta.outputs.tags }}
                      - if: steps.meta.outcome == 'success'
                        run: |
                          echo "${{ steps.meta.outputs.tags }} ${{ 'steps.quoted.outputs.x' }}"
                """;
        assertThat(expressions(text.formatted("metadata"))).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.workflow-value-empty");
            assertThat(found.severity()).as("GitHub runs it whatever it is called").isEqualTo(Severity.MEDIUM);
            assertThat(found.line()).isEqualTo(10);
            assertThat(found.message()).startsWith("steps.meta is always empty");
        });
        assertThat(expressions(text.formatted("Meta"))).isEmpty();
    }

    @Test
    void checkWhenAConditionNamesAStepThatIsNotThereFinds() {
        String text = "on: push\njobs:\n  a:\n    steps:\n      - id: tests\n        run: x\n      - if: steps.quorum.outputs.ready == 'true'\n        run: x\n";
        assertThat(expressions(text)).extracting(Finding::line).containsExactly(7);
        assertThat(expressions(text.replace("tests", "quorum"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"needs: [biuld] | repo.workflow-invalid | HIGH",
            "needs: biuld | repo.workflow-invalid | HIGH",
            "if: needs.build.outputs.version | repo.workflow-value-empty | MEDIUM",
            "{needs: build, if: needs.build.outputs.verison} | repo.workflow-value-empty | MEDIUM",
            "{strategy: {matrix: {node: [20], include: [{node: 22, os: a}]}}, name: '${{ matrix.nodee }}'} | repo.workflow-value-empty | MEDIUM",
            "{strategy: {matrix: {node: [20]}}, name: '${{ matrix.pytest_args }}'} | repo.workflow-value-empty | LOW",
            "{needs: build, if: \"needs.build.outputs.verison OR 'main'\"} | repo.workflow-value-empty | LOW",
            "{needs: [build, called], if: 'needs.build.outputs.version && needs.called.outputs.any'} | |",
            "{strategy: {matrix: {node: [20], include: [{node: 22, os: a}]}}, name: '${{ matrix.os }} ${{ matrix.Node }}'} | |",
            "{strategy: {matrix: '${{ fromJSON(needs.build.outputs.version) }}'}, needs: build, name: '${{ matrix.any }}'} | |",
            "{strategy: {matrix: {include: '${{ fromJSON(vars.M) }}'}}, name: '${{ matrix.any }}'} | |",
            "needs: build | |"})
    void checkWhenAJobNamesWhatIsNotThereFinds(String job, String code, Severity severity) {
        String bare = job.startsWith("{") ? job.substring(1, job.length() - 1) : job;
        String text = "on: push\njobs:\n  build: {runs-on: x, outputs: {version: a}, steps: []}\n  called: {uses: a/b/.github/workflows/c.yml@v1}\n"
                + "  deploy: {" + bare.replace(" OR ", " || ") + ", runs-on: x, steps: []}\n";
        assertThat(expressions(text)).extracting(Finding::code, Finding::severity)
                .containsExactlyElementsOf(code == null ? List.of() : List.of(tuple(code, severity)));
    }

    @Test
    void checkWhenAnIdStandsTwiceFinds() {
        String text = "on: push\njobs:\n  a:\n    steps:\n      - {id: x, run: x}\n      - {id: %s, run: x}\n";
        assertThat(expressions(text.formatted("X"))).extracting(Finding::code).containsExactly("repo.workflow-invalid");
        assertThat(expressions(text.formatted("y"))).isEmpty();
    }

    private static final String CALLED = """
            on:
              workflow_call:
                inputs:
                  service: {required: true, type: string}
                  region: {required: true, type: string, default: eu}
                secrets:
                  token: {required: true}
                outputs:
                  url: {value: x}
            jobs: {}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "with: {service: a} | does not give .github/workflows/deploy.yml the secret token",
            "secrets: inherit | does not give .github/workflows/deploy.yml the input service",
            "{secrets: inherit, with: {service: a, zone: b}} | gives .github/workflows/deploy.yml the input zone, which it does not have",
            "{secrets: {token: x}, with: {service: a}} |"})
    void callWhenWhatIsRequiredIsNotGivenFinds(String given, String message) throws IOException {
        String bare = given.startsWith("{") ? given.substring(1, given.length() - 1) : given;
        TreeOf tree = workflow("on: push\njobs:\n  go: {uses: ./.github/workflows/deploy.yml, " + bare + "}\n")
                .with(".github/workflows/deploy.yml", CALLED);
        List<Finding> found = tree.found(new WorkflowCallCheck());
        if (message == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.message()).contains(message);
                assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            });
        }
    }

    @Test
    void callWhenAnOutputIsNotThereFinds() throws IOException {
        String text = "on: push\njobs:\n  go: {uses: ./.github/workflows/deploy.yml, secrets: inherit, with: {service: a}}\n"
                + "  after: {needs: go, runs-on: x, steps: [{run: '${{ needs.go.outputs.%s }}'}]}\n";
        TreeOf tree = workflow(text.formatted("urll")).with(".github/workflows/deploy.yml", CALLED);
        assertThat(tree.found(new WorkflowCallCheck())).extracting(Finding::code, Finding::line)
                .containsExactly(tuple("repo.workflow-value-empty", 4));
        assertThat(tree.with(PATH, text.formatted("url")).found(new WorkflowCallCheck())).isEmpty();
        assertThat(tree.replacing(".github/workflows/deploy.yml", "workflow_call", "workflow_dispatch")
                .found(new WorkflowCallCheck())).extracting(Finding::code).containsExactly("repo.workflow-invalid");
    }

    private static final String NODE = "      - uses: actions/setup-node@v4\n        with:\n          cache: pnpm\n";

    @Test
    void stepsWhenPnpmComesAfterItsCacheFail() throws IOException {
        String job = "on: push\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n";
        String pnpm = "      - uses: pnpm/action-setup@v4\n";
        WorkflowStepCheck check = new WorkflowStepCheck();
        assertThat(workflow(job + NODE + pnpm).found(check)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.workflow-step-fails");
            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.line()).isEqualTo(9);
        });
        for (String before : List.of(pnpm, "      - run: corepack enable\n", "      - run: npm i -g pnpm@9\n",
                "      - uses: jdx/mise-action@v2\n", "      - uses: ./.github/actions/setup\n")) {
            assertThat(workflow(job + before + NODE).found(check)).as(before).isEmpty();
        }
        assertThat(workflow(job.replace("ubuntu-latest", "self-hosted") + NODE + pnpm).found(check)).isEmpty();
        assertThat(workflow(job + NODE.replace("pnpm", "npm") + pnpm).found(check)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pnpm/action-setup@v4, 9.15.4, true", "pnpm/action-setup@v4.1.0, 10, true",
            "pnpm/action-setup@a7487c7e89a18df4991f7f222e4898a00d66ddda # v4.1.0, 10, true",
            "pnpm/action-setup@v4, 10.21.0, false", "pnpm/action-setup@v2, 9.15.4, false",
            "pnpm/action-setup@a7487c7e89a18df4991f7f222e4898a00d66ddda, 9, false",
            "pnpm/action-setup@v4, ${{ env.PNPM }}, false"})
    void stepsWhenTwoVersionsOfPnpmAreNamedFail(String action, String version, boolean fails) throws IOException {
        TreeOf tree = workflow(
                "on: push\njobs:\n  ci:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: " + action
                        + "\n        with:\n          version: " + version + "\n")
                .with("package.json",
                        "{\"packageManager\": \"pnpm@10.21.0+sha512.aa\"}");
        assertThat(tree.found(new WorkflowStepCheck())).extracting(Finding::line)
                .containsExactlyElementsOf(fails ? List.of(8) : List.of());
        assertThat(tree.with("package.json", "{}").found(new WorkflowStepCheck())).isEmpty();
    }

    @Test
    void stepsWhenPnpmIsTooOldForTheLockFail() throws IOException {
        TreeOf tree = workflow(
                "on: push\njobs:\n  ci:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: pnpm/action-setup@v2\n"
                        + "        with: {version: 8}\n      - run: pnpm install --frozen-lockfile\n")
                .with("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
        assertThat(tree.found(new WorkflowStepCheck())).extracting(Finding::message).singleElement().asString()
                .startsWith("pnpm 8 does not read pnpm-lock.yaml");
        assertThat(tree.with("pnpm-lock.yaml", "lockfileVersion: '6.0'\n").found(new WorkflowStepCheck())).isEmpty();
    }

    @Test
    void filesWhenAnImageHasNoDockerfileFinds() {
        TreeOf tree = workflow("""
                on: push
                jobs:
                  image:
                    strategy:
                      matrix:
                        service:
                          - {name: api, dockerfile: services/api/Dockerfile}
                          - {name: web, dockerfile: services/web/Dockerfile}
                    steps:
                      - uses: actions/checkout@v4
                      - uses: docker/build-push-action@v5
                        with:
                          context: .
                          file: ${{ matrix.service.dockerfile }}
                """).with("services/api/Dockerfile", "");
        assertThat(tree.found(new WorkflowFileCheck())).singleElement().satisfies(found -> {
            assertThat(found.line()).isEqualTo(8);
            assertThat(found.message()).contains("services/web/Dockerfile");
            assertThat(found.severity()).isEqualTo(Severity.HIGH);
        });
        assertThat(tree.with("services/web/Dockerfile", "").found(new WorkflowFileCheck())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "pull_request | github.event.pull_request.title | | MEDIUM",
            "pull_request_target | github.head_ref | | HIGH", "issues | github.event.issue.title | | HIGH",
            "issue_comment | github.event.comment.body | | HIGH", "push | github.event.head_commit.message | | LOW",
            "issues | toJSON(github.event.issue.body) | | HIGH",
            "pull_request | github.head_ref OR github.ref_name | | MEDIUM",
            "pull_request | github.event_name == 'x' && github.head_ref OR github.sha | | MEDIUM",
            "issue_comment | github.event.comment.body | github.event.comment.author_association == 'OWNER' | LOW",
            "pull_request | github.event.pull_request.head.ref | github.event.pull_request.head.repo.full_name == github.repository | LOW",
            "push | github.head_ref | |", "pull_request | github.event.pull_request.number | |",
            "issues | contains(github.event.issue.title, 'x') | |", "issues | github.event.issue.title == 'x' | |",
            "pull_request | github.event.pull_request.title | github.event_name == 'push' |"})
    void injectionWhenAStrangerWritesACommandFinds(String event, String expression, String condition,
            Severity severity) {
        String text = ("on: " + event + "\njobs:\n  a:\n    if: " + (condition == null ? "true" : condition)
                + "\n    runs-on: x\n    steps:\n      - run: |\n          set -e\n          echo \"${{ " + expression
                + " }}\"\n"
                + "        env:\n          FINE: ${{ " + expression + " }}\n").replace(" OR ", " || ");
        assertThat(workflow(text).found(new WorkflowInjectionCheck())).extracting(Finding::severity, Finding::line)
                .containsExactlyElementsOf(severity == null ? List.of() : List.of(tuple(severity, 9)));
    }

    @Test
    void injectionIntoAScriptOfGitHubFinds() {
        String text = "on: issues\npermissions: {contents: read}\njobs:\n  a:\n    steps:\n      - uses: actions/github-script@v7\n        with:\n          script: core.info(`${{ github.event.issue.title }}`)\n";
        assertThat(workflow(text).found(new WorkflowInjectionCheck())).extracting(Finding::severity)
                .as("the token can only read").containsExactly(Severity.MEDIUM);
        assertThat(workflow(text.replace("contents: read", "issues: write")).found(new WorkflowInjectionCheck()))
                .extracting(Finding::severity).containsExactly(Severity.HIGH);
        assertThat(workflow(text.replace("${{ github.event.issue.title }}", "${context.payload.issue.title}"))
                .found(new WorkflowInjectionCheck())).isEmpty();
    }

    @Test
    void injectionWhenAProposalRunsWithTheTokenFinds() {
        String text = "on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n      - run: npm ci\n";
        WorkflowInjectionCheck check = new WorkflowInjectionCheck();
        assertThat(workflow(text).found(check)).extracting(Finding::severity, Finding::line)
                .containsExactly(tuple(Severity.HIGH, 8));
        assertThat(workflow(text.replace("pull_request_target", "pull_request")).found(check)).isEmpty();
        assertThat(workflow(text.replace("pull_request.head.sha", "pull_request.base.sha")).found(check)).isEmpty();
        assertThat(workflow(text.replace("npm ci", "echo checked out")).found(check)).isEmpty();
        assertThat(workflow(text.replace("on: pull_request_target", "on: {pull_request_target: {types: [labeled]}}"))
                .found(check))
                .extracting(Finding::severity).as("a maintainer gives the label").containsExactly(Severity.LOW);
        assertThat(workflow("permissions: {contents: read}\n" + text).found(check)).extracting(Finding::severity)
                .containsExactly(Severity.MEDIUM);
        assertThat(workflow(text.replace("    steps:", "    environment: external\n    steps:")).found(check))
                .extracting(Finding::severity).containsExactly(Severity.LOW);
    }
}
