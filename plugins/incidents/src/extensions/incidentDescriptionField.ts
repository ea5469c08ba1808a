import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

/** Lets templates ask for visibility, title and summary of an incident. */
export const incidentDescriptionField = FormFieldBlueprint.make({
  name: 'incident-description',
  params: {
    field: () =>
      import('../scaffolder/incidentDescriptionFormField').then(
        ({ incidentDescriptionFormField }) => incidentDescriptionFormField,
      ),
  },
});
