package ps.domain.policy;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * Looks for {@code @Transactional} in this application's own classes alone. Repositories see to theirs themselves, and the
 * four hundred beans of the framework have none: to read the annotations of all their methods takes a twentieth of the
 * start.
 */
@Configuration(proxyBeanMethods = false)
class OwnTransactions {

    private static final String OWN = OwnTransactions.class.getPackageName() + ".";

    @Bean
    @Primary
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static TransactionAttributeSource ownTransactionAttributeSource() {
        // Methods that are not public count too, as they do with what Spring would make.
        return new AnnotationTransactionAttributeSource(false) {
            @Override
            public boolean isCandidateClass(Class<?> type) {
                return type.getName().startsWith(OWN) && super.isCandidateClass(type);
            }
        };
    }
}
