// The script of a lesson's page: it makes predictions, challenges and questions answer, and figures follow the text.

export {};
