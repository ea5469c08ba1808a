/** Kinds of catalog entities that an incident can affect, as pickers offer them. */
export const affectedKinds = [
  'Component',
  'API',
  'System',
  'Domain',
  'Resource',
];
