package ps.domain.policy.staff;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;

/** The staff accounts as those whom passkeys belong to; the user handle is the account's id, which says nothing. */
final class PasskeyOwners implements PublicKeyCredentialUserEntityRepository {

    private final StaffAccounts accounts;

    PasskeyOwners(StaffAccounts accounts) {
        this.accounts = accounts;
    }

    static Bytes handleOf(UUID account) {
        return new Bytes(AccountBytes.of(account));
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes handle) {
        return AccountBytes.parse(handle.getBytes())
                .flatMap(accounts::findById)
                .map(PasskeyOwners::entity)
                .orElse(null);
    }

    /** By what {@link java.security.Principal#getName} says, which is the account's id. */
    @Override
    public @Nullable PublicKeyCredentialUserEntity findByUsername(String account) {
        return accounts.findById(UUID.fromString(account))
                .map(PasskeyOwners::entity)
                .orElse(null);
    }

    private static PublicKeyCredentialUserEntity entity(StaffAccount account) {
        return ImmutablePublicKeyCredentialUserEntity.builder()
                .id(handleOf(account.id()))
                .name(account.email())
                .displayName(account.name())
                .build();
    }

    @Override
    public void save(PublicKeyCredentialUserEntity owner) {
        throw new UnsupportedOperationException("Staff accounts are made elsewhere");
    }

    @Override
    public void delete(Bytes handle) {
        throw new UnsupportedOperationException("Staff accounts are never deleted");
    }
}
