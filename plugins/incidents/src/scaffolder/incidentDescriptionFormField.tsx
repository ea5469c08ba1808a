import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { validateIncidentDescription } from './incidentDescription';
import { IncidentDescriptionField } from './IncidentDescriptionField';

/** `ui:field: IncidentDescription` of the template that declares incidents. */
export const incidentDescriptionFormField = createFormField({
  name: 'IncidentDescription',
  component: IncidentDescriptionField,
  validation: validateIncidentDescription,
});
