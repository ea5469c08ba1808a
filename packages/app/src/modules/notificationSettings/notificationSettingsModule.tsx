import { Content } from '@backstage/core-components';
import {
  createFrontendModule,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';

/** Names of the incidents plugin's topics in the settings. */
const topicNames = {
  'action-item-due-soon': 'An action item is due soon',
  'action-item-overdue': 'An action item is overdue',
  'action-item-assigned': 'An action item was assigned to you',
  'incident-closed': 'An incident was closed',
  'work-escalated': 'Background jobs need attention',
  'needs-attention': 'Incidents or Linear need attention',
};

const notificationSettingsPage = SubPageBlueprint.make({
  name: 'notifications',
  params: {
    path: 'notifications',
    title: 'Notifications',
    loader: async () => {
      const { UserNotificationSettingsCard } = await import(
        '@backstage/plugin-notifications'
      );
      return (
        <Content>
          <UserNotificationSettingsCard
            originNames={{ 'plugin:incidents': 'Incidents' }}
            topicNames={topicNames}
          />
        </Content>
      );
    },
  },
});

/** Lets people turn notifications off by topic: the app has no page of its own for it. */
export const notificationSettingsModule = createFrontendModule({
  pluginId: 'user-settings',
  extensions: [notificationSettingsPage],
});
