"""How what happens in a case reaches the people at its desk: on their page of news, and by mail where they chose that."""
