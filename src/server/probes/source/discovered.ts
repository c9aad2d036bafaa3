import { failed, notConfigured, type Probe } from '../types';

/** Every route that the application's source serves, and the models that it reaches. */
export const endpointsDiscoveredProbe: Probe<'endpoints.discovered'> = {
  need: 'endpoints.discovered',
  async read({ settings: { source } }) {
    if (source === null)
      return notConfigured(
        "No --source is set: with the folder of the application's code its routes are read.",
      );
    return failed('Reading routes from source is not built in.');
  },
};
