/** Socket.IO namespaces; apart from the schemas so that screens can import them without the schema library. */
export const AGENT_NAMESPACE = '/agent';
export const VISITOR_NAMESPACE = '/visitor';
