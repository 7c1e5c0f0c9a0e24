package ps.domain.policy.site;

import jakarta.servlet.ServletContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;
import ps.domain.policy.text.Language;

/**
 * Renders pages that depend on nobody's request, so that they can be kept for everybody. Templates write links as
 * always: with the context path, and with a hash of the content where they lead to a file.
 */
@Component
public class PageTemplates {

    /** What a page is. */
    public static final String CONTENT_TYPE = "text/html;charset=utf-8";

    private final SpringTemplateEngine engine;
    private final PageAttributes attributes;

    PageTemplates(
            SpringTemplateEngine engine,
            PageAttributes attributes,
            ServletContext servletContext,
            ResourceUrlProvider resources) {
        this.engine = engine;
        this.attributes = attributes;
        engine.setLinkBuilder(new RequestlessLinks(servletContext.getContextPath(), resources));
    }

    /**
     * A page as UTF-8.
     *
     * @param template its name
     * @param path the address it is for, without the context path
     * @param language what it is written in
     * @param model what the template shows, besides the {@link PageAttributes}
     */
    public byte[] render(String template, String path, Language language, Map<String, @Nullable Object> model) {
        Context context = new Context(language.locale(), attributes.of(path, language));
        context.setVariables(model);
        return engine.process(template, context).getBytes(StandardCharsets.UTF_8);
    }

    /** Thymeleaf's own links need a request to know the context path and what files are called. */
    private static final class RequestlessLinks extends StandardLinkBuilder {

        private final String contextPath;
        private final ResourceUrlProvider resources;

        RequestlessLinks(String contextPath, ResourceUrlProvider resources) {
            this.contextPath = contextPath;
            this.resources = resources;
        }

        @Override
        protected String computeContextPath(
                IExpressionContext context, String base, @Nullable Map<String, Object> parameters) {
            return context instanceof IWebContext ? super.computeContextPath(context, base, parameters) : contextPath;
        }

        @Override
        protected String processLink(IExpressionContext context, String link) {
            if (context instanceof IWebContext) {
                return super.processLink(context, link);
            }
            String file = link.startsWith(contextPath)
                    ? resources.getForLookupPath(link.substring(contextPath.length()))
                    : null;
            return file == null ? link : contextPath + file;
        }
    }
}
