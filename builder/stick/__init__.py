"""Student sticks: a site that is ready to be handed out, and that pulling the stick out does no harm."""
