import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogModule } from './modules/catalog';
import { catalogGraphModule } from './modules/catalogGraph';
import { homeModule } from './modules/home';
import { navModule } from './modules/nav';
import { notificationSettingsModule } from './modules/notificationSettings';
import { signInModule } from './modules/signIn';

export default createApp({
  features: [
    catalogPlugin,
    catalogModule,
    catalogGraphModule,
    navModule,
    homeModule,
    notificationSettingsModule,
    signInModule,
  ],
});
