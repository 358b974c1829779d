/** The widget as a component. React is handed in: no version of it is asked for, and Preact is as welcome. */
import { boot } from './index.ts';
import type * as declared from './types/react.d.ts';

export const widgetFor: typeof declared.widgetFor = ({ useEffect }) =>
  function InterlineWidget(options) {
    // Made anew when anything of it changes; an object written in place is the same when it says the same.
    useEffect(() => boot(options).shutdown, [JSON.stringify(options)]);
    return null;
  };
