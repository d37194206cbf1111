package ink.dreamnet.halo.console.layout;

import java.util.Set;

import ink.dreamnet.halo.core.masking.MaskedText;
import org.springframework.stereotype.Component;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IPostProcessorDialect;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.model.IText;
import org.thymeleaf.postprocessor.IPostProcessor;
import org.thymeleaf.postprocessor.PostProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/// Masks what is secret in the texts of every page, after its template is filled in.
@Component
final class MaskedPages extends AbstractDialect implements IPostProcessorDialect {

    private static final int PRECEDENCE = 1000;

    MaskedPages() {
        super("masked");
    }

    @Override
    public int getDialectPostProcessorPrecedence() {
        return PRECEDENCE;
    }

    @Override
    public Set<IPostProcessor> getPostProcessors() {
        return Set.of(new PostProcessor(TemplateMode.HTML, Handler.class, PRECEDENCE));
    }

    /// Thymeleaf makes one for each page.
    public static final class Handler extends AbstractTemplateHandler {

        @Override
        public void handleText(IText text) {
            String plain = text.getText();
            String masked = MaskedText.in(plain);
            super.handleText(masked.equals(plain) ? text : getContext().getModelFactory().createText(masked));
        }
    }
}
