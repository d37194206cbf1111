package ink.dreamnet.halo.code.quality;

import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.secret.Planted;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownLinkCheckTest {

    /// What a tree with these paths leaves of the references, as `line message`.
    private static List<String> broken(String path, String text, String... existing) {
        Set<String> there = Set.of(existing);
        return Checked.of(new MarkdownLinkCheck(), path, text).references().stream().filter(
                reference -> reference.candidates().stream().noneMatch(there::contains)).map(
                        reference -> reference.missing().line() + " " + reference.missing().message().replace(
                                ", which does not exist", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"inline | ^a\n\n[b](guide.md)^ | 3 | guide.md",
            "image | ^![b](img/a.png)^ | 1 | img/a.png",
            "definition | ^[b][c]\n\n[c]: ../x/a.txt 'title'\n^ | 3 | x/a.txt",
            "anchor and query | ^[b](a.md?x=1#top)^ | 1 | docs/a.md", "percent | ^[b](a%20b.md)^ | 1 | docs/a b.md",
            "blanks | ^[b](<a b.md> \"title\")^ | 1 | docs/a b.md", "root | ^[b](/LICENSE)^ | 1 | LICENSE",
            "HTML | ^<p>\n  <img\n width='3' src=\"a.svg\">\n</p>^ | 2 | docs/a.svg",
            "HTML in a line | ^x <a href='a.md'>b</a>^ | 1 | docs/a.md",
            "in a list | ^- a\n    - [b](a.md)^ | 2 | docs/a.md",
            "in a table | ^| a |\n|---|\n| [b](a.md) |^ | 3 | docs/a.md", "directory | ^[b](src/)^ | 1 | docs/src"})
    void checkWhenTheTargetIsMissingNamesTheLineAndWithItIsSilent(String what, String text, int line, String target) {
        String path = Set.of("guide.md", "img/a.png").contains(target) || what.equals("directory")
                ? "README.md"
                : "docs/README.md";
        String resolved = what.equals("directory") ? "src" : target;
        assertThat(broken(path, text)).as(what).hasSize(1).first().asString().startsWith(line + " links to ");
        assertThat(broken(path, text, resolved)).as(what).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"```\n[a](b.md)\n```", "    [a](b.md)", "`[a](b.md)`",
            "<!-- [a](b.md) <a href=\"b.md\"> -->",
            "[a](https://x.example/b.md)", "[a](mailto:b@c.md)", "[a](#b)", "[a](//x/b.md)", "[a](b)",
            "[a](guide/start)",
            "[a]({{ site.url }}/b.md)", "[a](${x}/b.md)", "[a](path/to/b.md)", "[a](...)", "[a](url)", "[a]",
            "[a](../../issues)", "[a](../../blob/main/b.md)", "![a](../../actions/workflows/ci.yml/badge.svg)",
            "[a](../../../outside.md)", "[a](%zz.md)", "[a](b.html)", "[a](@site/b.md)", "[a](~/b.md)",
            "\\[a](b.md)", "[a](C:\\b.md)", "[a](b.zip)"})
    void checkWhenItIsNoLinkToAFileIsSilent(String text) {
        assertThat(broken("README.md", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content/posts/a.md", "_posts/2026-01-01-a.md", "website/docs/a.md",
            "node_modules/a/README.md", "resources/lib/chosen/README.md",
            "test/fixtures/a.md", "templates/README.md"})
    void checkWhenTheFileIsOfASiteOrOfOthersIsSilent(String path) {
        assertThat(broken(path, "[a](b.md) ![c](/d.png)")).isEmpty();
    }

    @Test
    void checkWhenAGeneratorIsConfiguredLinksFromTheRootAreRoutes() {
        String text = "![a](/img/b.png)";
        assertThat(broken("docs/a.md", text)).hasSize(1);
        assertThat(broken("docs/a.md", text, "docs/.vitepress")).isEmpty();
        assertThat(broken("docs/a.md", text, "mkdocs.yml")).isEmpty();
        assertThat(broken("docs/a.md", text, "docs/public/img/b.png")).isEmpty();
        assertThat(broken("docs/a.md", text, "website/static/img/b.png")).isEmpty();
    }

    @Test
    void checkWhenALinkLeadsToAVideoASchemaOrAPaperFollowsIt() {
        String text = "[demo](demo.mp4) [schema](prisma/schema.prisma) [paper](paper.pdf) [view](src/App.svelte) [c](a.jsonc)\n";
        assertThat(broken("README.md", text)).hasSize(5);
        assertThat(
                broken("README.md", text, "demo.mp4", "prisma/schema.prisma", "paper.pdf", "src/App.svelte", "a.jsonc"))
                .isEmpty();
    }

    @Test
    void checkWhenAHeadingSaysThatItIsPlannedIsSilentUntilTheNext() {
        assertThat(broken("docs/a.md", "## Planned examples\n\n- [a](b.md)\n\n## There\n\n[a](c.md)\n"))
                .containsExactly("7 links to c.md");
    }

    private static String severity(TreeOf tree) {
        return tree.found(new MarkdownLinkCheck()).getFirst().severity().wire();
    }

    @Test
    void checkWhenTheFileWasMovedIsMediumUnlessAGeneratorReadsThePage() {
        TreeOf tree = TreeOf.files("docs/a.md", "[a](b.md)", "docs/c.md", "");
        assertThat(severity(tree)).isEqualTo("medium");
        assertThat(severity(TreeOf.files("docs/a.md", "# Module a #\n\n[a](b.md)")))
                .as("EDoc links to the pages of other projects").isEqualTo("low");
        assertThat(severity(TreeOf.files("docs/a.md", "[a](b.md)", "runtime/cpp/Doxyfile", "")))
                .as("the generator reads other pages").isEqualTo("medium");
        assertThat(severity(TreeOf.files("docs/a.md", "[a](b.md)", "website/docusaurus.config.js", "")))
                .isEqualTo("low");
        assertThat(severity(TreeOf.files("src/a.md", "[a](b.md)"))).as("nobody is led to it").isEqualTo("low");
        assertThat(severity(tree.with("docs/x/b.md", ""))).isEqualTo("medium");
        assertThat(severity(tree.with("mkdocs.yml", ""))).as("a label of Sphinx, a page of Doxygen").isEqualTo("low");
        assertThat(tree.found(new MarkdownLinkCheck())).singleElement().extracting(Finding::message)
                .isEqualTo("links to b.md, which does not exist: perhaps /docs/x/b.md is meant");
        assertThat(severity(TreeOf.files("mkdocs.yml", "", "docs/README.md", "[a](b.md)", "docs/c.md", "")))
                .as("a forge shows it where it lies").isEqualTo("medium");
    }

    @ParameterizedTest
    @ValueSource(strings = {".claude/skills/code-review/SKILL.md", "packages/api/AGENTS.md", "packages/api/CLAUDE.md",
            "web/GEMINI.md", ".cursorrules", ".cursor/rules/typescript.mdc", ".github/copilot-instructions.md",
            ".github/agents/planner.agent.md", ".claude/commands/review.md"})
    void checkWhenAgentsToolsReadThePageWhereItLiesIsMedium(String page) {
        String text = "---\nname: review\ndescription: Reviews a change\n---\n\n# Review\n\nSee [Gone](./gone.md).\n";
        TreeOf tree = TreeOf.files(page, text, "mkdocs.yml", "site_name: shop\n");
        assertThat(severity(tree)).isEqualTo("medium");
        assertThat(tree.with(Paths.join(Paths.directory(page), "gone.md"), "").found(new MarkdownLinkCheck()))
                .isEmpty();
        assertThat(severity(TreeOf.files("docs/agents.md", text, "mkdocs.yml", ""))).as("a page about agents")
                .isEqualTo("low");
    }

    @Test
    void checkWhenToolsReadThePageAtTheRootFollowsItFromThere() {
        String text = "[a](mdc:src/orders.ts) [b](src/orders.ts) [c](mdc:src/gone.ts)\n";
        assertThat(broken(".cursor/rules/orders.mdc", text, "src/orders.ts"))
                .containsExactly("1 links to mdc:src/gone.ts");
        assertThat(broken(".claude/commands/orders.md", "[b](src/orders.ts)", "src/orders.ts")).isEmpty();
        assertThat(broken(".claude/skills/orders/SKILL.md", "[b](src/orders.ts)", "src/orders.ts")).hasSize(1);
    }

    @Test
    void checkWhenAPageIsWrittenAsFromTheRootSaysWhereTheFileLies() {
        assertThat(TreeOf.files("doc/a.md", "[a](doc/README.md) [b](doc/none.md)", "doc/README.md", "")
                .found(new MarkdownLinkCheck())).extracting(found -> found.severity().wire() + " " + found.message())
                .containsExactly("medium links to doc/README.md, which does not exist; the page is in /doc already: "
                        + "perhaps /doc/README.md is meant",
                        "low links to doc/none.md, which does not exist; the page is in /doc already");
    }

    private static List<String> said(TreeOf tree) {
        return tree.found(new MarkdownLinkCheck()).stream()
                .map(found -> found.severity().wire() + " " + found.path() + " " + found.message()).toList();
    }

    @Test
    void checkWhenADirectoryIsRepeatedIsMediumEvenWhereTheTargetIsNowhere() {
        String link = "[Session 53](./.agents/retrospective/2025-12-20-failure.md)";
        TreeOf tree = TreeOf.files(".agents/sessions/53.md", link, ".agents/retrospective/other.md", "");
        assertThat(said(tree)).containsExactly("medium .agents/sessions/53.md links to "
                + "./.agents/retrospective/2025-12-20-failure.md, which does not exist; the page is in /.agents already");
        assertThat(said(tree.with("mkdocs.yml", ""))).as("a generator finds it by paths of its own").singleElement()
                .asString().startsWith("low");
        assertThat(said(TreeOf.files(".agents/sessions/53.md", link.replace("./.agents", "./.notes"))))
                .as("of a directory that the page is not in").singleElement().asString().startsWith("low");
        assertThat(said(TreeOf.files("11-mcp/github-mcp/README.md", "![](./github-mcp/images/chainlit.png)",
                "11-mcp/github-mcp/images/chainlit.png", ""))).containsExactly("medium 11-mcp/github-mcp/README.md "
                        + "links to ./github-mcp/images/chainlit.png, which does not exist; the page is in "
                        + "/11-mcp/github-mcp already: perhaps /11-mcp/github-mcp/images/chainlit.png is meant");
    }

    private static final String MEMORIES = ".serena/memories/agent-workflow/";
    private static final String TEMPLATE_SYNC = "agent-workflow-004-proactive-template-sync-verification.md";

    /// Memories that name each other below "Related", one of which was renamed.
    private static TreeOf memories(String... related) {
        TreeOf tree = TreeOf.files(MEMORIES + "agentworkflow-004-proactive-template-sync-verification-95.md", "");
        for (String page : new String[]{"atomic-commits", "critic-gate", "mvp-shipping"}) {
            StringBuilder text = new StringBuilder("# Memory\n\n## Related\n\n");
            for (String other : related) {
                text.append("- [%1$s](%1$s)\n".formatted(other));
            }
            tree.with(MEMORIES + page + ".md", text.toString());
        }
        return tree;
    }

    @Test
    void checkWhenAPageBesideOthersIsMissingIsMediumOnceAndNamesTheNearest() {
        TreeOf tree = memories(TEMPLATE_SYNC, "atomic-commits.md", "critic-gate.md", "mvp-shipping.md");
        String first = "medium " + MEMORIES + "atomic-commits.md links to " + TEMPLATE_SYNC
                + ", which does not exist; 3 pages of this directory link to it: perhaps /" + MEMORIES
                + "agentworkflow-004-proactive-template-sync-verification-95.md is meant";
        assertThat(said(tree)).hasSize(3).startsWith(first).filteredOn(found -> found.startsWith("low")).hasSize(2);
        assertThat(said(tree.with(".serena/memories/" + TEMPLATE_SYNC, ""))).as("not the copy elsewhere").hasSize(3)
                .startsWith(first).filteredOn(found -> found.startsWith("low")).hasSize(2);
        assertThat(said(tree.with("mkdocs.yml", ""))).allMatch(found -> found.startsWith("low"));
        assertThat(said(memories(TEMPLATE_SYNC, "atomic-commits.md", "critic-gate.md"))).as("hardly any is there")
                .hasSize(3).allMatch(found -> found.startsWith("low"));
        assertThat(said(memories(TEMPLATE_SYNC, "1.md", "2.md", "3.md", "atomic-commits.md", "critic-gate.md",
                "mvp-shipping.md"))).as("more are missing than there: planned").hasSize(12)
                .allMatch(found -> found.startsWith("low"));
    }

    @ParameterizedTest
    @CsvSource({"adr-014-findings.md, adr-014-review-findings.md, adr-014-review-findings.md",
            "adr-019-findings.md, adr-014-findings.md,", "install-guide.md, instal-guide.md, instal-guide.md",
            "setup.md, setup-windows.md,",
            "gap-template.md, 001-gap-analysis-template-88.md, 001-gap-analysis-template-88.md",
            "gap-template.md, gap-template.txt,"})
    void checkWhenAPageIsMissingKnowsTheNearestName(String missing, String beside, @Nullable String meant) {
        assertThat(said(TreeOf.files("notes/a.md", "[a](%s)".formatted(missing), "notes/" + beside, "")))
                .singleElement().asString().endsWith("which does not exist"
                        + (meant == null ? "" : ": perhaps /notes/" + meant + " is meant"));
    }

    @Test
    void checkWhenADirectoryIsMissingAsAWholeIsMediumOnceOnEachPage() {
        String link = "- [`%1$s`](starter-kits/persistent-agent/%1$s)\n";
        String catalog = link.formatted("capsules/daily-life/capsule.manifest.json")
                + link.formatted("capsules/creative-practice/capsule.manifest.json")
                + link.formatted("dreamloops/inbox-triage/dreamloop.manifest.json");
        TreeOf tree = TreeOf.files("CATALOG.md", catalog, "CAPSULES.md",
                "[Starter kit](starter-kits/persistent-agent/capsules/)\n");
        assertThat(said(tree)).containsExactly(
                "medium CAPSULES.md links to starter-kits/persistent-agent/capsules/, which does not exist; the whole "
                        + "directory /starter-kits does not exist",
                "medium CATALOG.md links to starter-kits/persistent-agent/capsules/daily-life/capsule.manifest.json, which "
                        + "does not exist; the whole directory /starter-kits does not exist, and 2 more of the page's links lead into it",
                "low CATALOG.md links to starter-kits/persistent-agent/capsules/creative-practice/capsule.manifest.json, which "
                        + "does not exist; the whole directory /starter-kits does not exist",
                "low CATALOG.md links to starter-kits/persistent-agent/dreamloops/inbox-triage/dreamloop.manifest.json, which "
                        + "does not exist; the whole directory /starter-kits does not exist");
        tree.with("starter-kits/persistent-agent/capsules/daily-life/capsule.manifest.json", "{}");
        assertThat(said(tree)).hasSize(2).allMatch(found -> found.startsWith("medium CATALOG.md"));
    }

    @Test
    void checkWhenAPageAtTheRootLinksToADirectoryFollowsIt() {
        String text = "[Starter kit](starter-kits/capsules/)\n";
        assertThat(severity(TreeOf.files("CAPSULES.md", text))).isEqualTo("medium");
        assertThat(broken("CAPSULES.md", text, "starter-kits/capsules")).isEmpty();
        assertThat(severity(TreeOf.files("CAPSULES.md", text, "_config.yml", ""))).as("a route of the site")
                .isEqualTo("low");
        assertThat(broken("design/capsules.md", text)).isEmpty();
    }

    @Test
    void checkWhenTheCodeIsOfOthersIsLow() {
        TreeOf tree = TreeOf.files("LICENSE", "MIT\nCopyright (c) 2019-2024 Ann Bell\n", "libs/zstd/README.md",
                "[a](images/b.md)", "libs/zstd/images/c.md", "");
        assertThat(severity(tree)).isEqualTo("medium");
        assertThat(severity(tree.with("libs/zstd/LICENSE", "BSD\nCopyright (c) Carl Dorn\n"))).isEqualTo("low");
        assertThat(severity(tree.with("libs/zstd/LICENSE", "BSD\nCopyright (c) 2021 Ann Bell\n")))
                .as("the same authors").isEqualTo("medium");
    }

    @Test
    void checkWhenAPageIsMdxFollowsItsLinksAndKnowsThatAGeneratorReadsIt() {
        String text = "import A from './a.md'\n\n{/* [b](./b.md) */}\n\n<Tabs>[c](./c.mdx)</Tabs> [d](/guide/d) ![e](/img/e.png)\n";
        assertThat(broken("docs/a.mdx", text, "mkdocs.yml")).containsExactly("5 links to ./c.mdx");
        assertThat(broken("docs/a.mdx", text, "mkdocs.yml", "docs/c.mdx")).isEmpty();
        assertThat(broken("docs/src/content/docs/a.mdx", text)).isEmpty();
        assertThat(severity(TreeOf.files("docs/a.mdx", "[c](./c.mdx)"))).isEqualTo("low");
        assertThat(severity(TreeOf.files("a.mdx", "[c](./c.mdx)"))).isEqualTo("low");
        assertThat(severity(TreeOf.files("docs/a.md", "[c](./c.mdx)"))).isEqualTo("medium");
    }

    @Test
    void checkWhenNothingRefersToADefinitionIsSilent() {
        assertThat(broken("README.md", "[a][a]\n\n[a]: b.md\n[unused]: c.md\n")).containsExactly("3 links to b.md");
    }

    @Test
    void checkWhenAToolWroteThePageIsLow() {
        TreeOf tree = TreeOf.files("README.md", "<!-- This file was generated by cog, do not edit -->\n[a](b.md)");
        assertThat(severity(tree)).isEqualTo("low");
        assertThat(severity(TreeOf.files("README.md", "A tool that edits generated pages. [a](b.md)")))
                .isEqualTo("medium");
    }

    @Test
    void checkWhenOfDoxygenOrIncludedByOtherPagesIsSilent() {
        String page = "\\section circle Circle and Sphere\n\n![Circle](../topology/circle.png)\n";
        assertThat(broken("include/types.md", page)).isEmpty();
        assertThat(broken("include/types.md", page.replace("\\section", "see \\section"))).hasSize(1);
        assertThat(severity(TreeOf.files("devel-docs/gallery.md", "![](browser.png)", "devel-docs/images/browser.png",
                ""))).as("gi-docgen puts it there").isEqualTo("low");
        assertThat(broken("docs/axes/_common_ticks.md", "[a](../../general/colors.md)")).isEmpty();
    }

    @Test
    void checkWhenAReferenceIsUsedOftenIsReportedOnceWhereItIsDefined() {
        assertThat(broken("README.md", "[a][x] [b][x]\n\n[x]: y.md\n")).containsExactly("3 links to y.md");
    }

    @Test
    void checkWhenALinkCarriesATokenDoesNotRepeatIt() {
        String token = Planted.gitHub();
        assertThat(broken("README.md", "[a](b.md?t=" + token + ")")).singleElement().asString().doesNotContain(
                token.substring(4));
    }
}
