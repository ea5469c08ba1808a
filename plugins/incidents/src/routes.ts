import { createRouteRef } from '@backstage/core-plugin-api';

/** The incidents page. @public */
export const rootRouteRef = createRouteRef({ id: 'incidents' });
