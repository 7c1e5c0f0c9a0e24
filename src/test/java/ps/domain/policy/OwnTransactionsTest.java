package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import ps.domain.policy.testing.PolicyTest;

/** Which classes say {@code @Transactional}, and whether it is heard. */
@PolicyTest
class OwnTransactionsTest {

    @Autowired
    private ApplicationContext context;

    @Test
    void noClassOfTheFrameworkSaysIt() {
        assertThat(transactional().filter(type -> !own(type))).isEmpty();
    }

    @Test
    void whatOneOfOursSaysIsHeard() {
        assertThat(transactional().filter(OwnTransactionsTest::own))
                .isNotEmpty()
                .allSatisfy(type ->
                        assertThat(context.getBeansOfType(type).values()).allMatch(AopUtils::isAopProxy));
    }

    private static boolean own(Class<?> type) {
        return type.getName().startsWith("ps.domain.policy.");
    }

    private Stream<Class<?>> transactional() {
        return Arrays.stream(context.getBeanDefinitionNames())
                .<Class<?>>map(context::getType)
                .filter(Objects::nonNull)
                .filter(type -> !type.isInterface())
                .<Class<?>>map(ClassUtils::getUserClass)
                .filter(type -> said(type));
    }

    private static boolean said(Class<?> type) {
        return AnnotatedElementUtils.hasAnnotation(type, Transactional.class)
                || Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type)).anyMatch(OwnTransactionsTest::said);
    }

    private static boolean said(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Transactional.class);
    }
}
