import { useCallback, useEffect, useState } from 'react';
import { ErrorPanel, Progress } from '@backstage/core-components';
import { discoveryApiRef, useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Button, Card, CardBody, Container, Flex, Text } from '@backstage/ui';
import { DemoAccount, demoAccounts } from './demoAccounts';
import { DemoIdentity } from './DemoIdentity';
import { rememberedAccount } from './rememberedAccount';
import styles from './DemoSignInPage.module.css';

/** Lets the user choose a demo account; a reload keeps the choice. */
export const DemoSignInPage = ({ onSignInSuccess }: SignInPageProps) => {
  const discoveryApi = useApi(discoveryApiRef);
  const [signingIn, setSigningIn] = useState(
    () => rememberedAccount.get() !== undefined,
  );
  const [error, setError] = useState<Error>();

  const signIn = useCallback(
    async (account: DemoAccount) => {
      setSigningIn(true);
      setError(undefined);
      try {
        const identity = await DemoIdentity.create({
          account,
          discoveryApi,
          onSignOut: rememberedAccount.clear,
        });
        rememberedAccount.set(account);
        onSignInSuccess(identity);
      } catch (cause) {
        rememberedAccount.clear();
        setError(toError(cause));
        setSigningIn(false);
      }
    },
    [discoveryApi, onSignInSuccess],
  );

  useEffect(() => {
    const account = rememberedAccount.get();
    if (account) {
      signIn(account);
    }
  }, [signIn]);

  if (signingIn) {
    return <Progress />;
  }
  return (
    <main className={styles.page}>
      <Container>
        <Flex direction="column" gap="4">
          <Text as="h1" variant="title-medium" weight="bold">
            Incidents for Backstage: demo
          </Text>
          <Text as="p">
            Choose as whom to sign in. These people are made up; the demo
            provider works in development only.
          </Text>
          {error && <ErrorPanel title="Could not sign in" error={error} />}
          <ul className={styles.accounts} aria-label="Demo accounts">
            {demoAccounts.map(account => (
              <li key={account.id}>
                <Card>
                  <CardBody>
                    <Flex direction="column" gap="2" align="start">
                      <Text weight="bold">{account.displayName}</Text>
                      <Text color="secondary">{account.role}</Text>
                      <Button
                        variant="secondary"
                        aria-label={`Sign in as ${account.displayName}`}
                        onPress={() => signIn(account)}
                      >
                        Sign in
                      </Button>
                    </Flex>
                  </CardBody>
                </Card>
              </li>
            ))}
          </ul>
        </Flex>
      </Container>
    </main>
  );
};
