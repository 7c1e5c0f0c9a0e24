package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.VersionResourceResolver;
import ps.domain.policy.site.RequestPath;

/** What controllers and pages for staff can use: the person who is signed in, the form that waits for them, and htmx. */
@Configuration(proxyBeanMethods = false)
class StaffWeb implements WebMvcConfigurer {

    private static final Duration A_YEAR = Duration.ofDays(365);

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ActorArgument());
    }

    /** A form that was kept and is sent once more is kept no longer. */
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
                    @Override
                    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                        if (HttpMethod.POST.matches(request.getMethod())) {
                            String path = RequestPath.asked(request);
                            KeptForm.in(request)
                                    .filter(kept -> kept.to().value().equals(path))
                                    .ifPresent(kept -> KeptForm.drop(request));
                        }
                        return true;
                    }
                })
                .addPathPatterns("/admin/**");
    }

    /** Serves htmx from its WebJar as {@code /assets/htmx/htmx.min.js}; links carry a hash of the content. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/htmx/**")
                .addResourceLocations(htmx())
                .setCacheControl(CacheControl.maxAge(A_YEAR).cachePublic())
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
    }

    /** The folder within the WebJar, whatever the version. */
    private static Resource htmx() {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js");
            if (found.length != 1) {
                throw new IllegalStateException("One version of htmx is needed on the class path, not " + found.length);
            }
            return found[0].createRelative("./");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
